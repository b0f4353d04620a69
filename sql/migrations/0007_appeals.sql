-- 0007: marks and targets can be set aside; appeals know who filed them; exclusions know what they change.

-- Surveys follow a conversation to its last agent, and to its customer.
alter type ingest.conversation_row rename attribute last_agent_changed to surveys_follow;
