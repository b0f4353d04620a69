-- 0017: rejected records are kept for a time (retention.dead_letter_days); the oldest are found without reading all of them.

create index dead_letter_rejected on ingest.dead_letter (rejected_at);
