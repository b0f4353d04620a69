-- Receivers: what may be set; what each is sent, as an event, by a template, as text for people; Retry-After.
begin;
\ir ../period/fixture.psql
select plan(41);

create function fixture.problems(receivers jsonb) returns text language sql as $$
    select string_agg(p, ' / ') from post.receiver_problems(receivers) p
$$;
select is(fixture.problems('{}'), 'receivers must be an array of objects', 'receivers are an array');
select is(fixture.problems('[]'), null, 'of none at all');
select is(fixture.problems('[{"receiver": "a", "kind": "kafka"}, {"receiver": "b", "kind": "webhook", "url": "b.url", "secret": "/etc/b.key", "format": "json",
            "template": {"text": "{text}"}, "language": "en", "ca_file": "/etc/ca.pem"}, {"receiver": "c", "kind": "file", "folder": "/srv/c"}]'), null, 'with all that they may have');
select is(fixture.problems('[1, {"receiver": "A b", "kind": "mail"}, {"receiver": "a", "kind": "file"}, {"receiver": "a", "kind": "file"}]'),
          'receiver 1: must be an object / A b: "kind" must be kafka, webhook or file / A b: "receiver" must be a name of a-z, 0-9, ".", "_", "-" / a: stands there twice',
          'all that is wrong is told at once');
select is(fixture.problems('[{"receiver": "a", "kind": "kafka", "folder": "x"}]'), 'a: "folder" is nothing that a kafka has', 'what another kind has is refused');
select is(fixture.problems('[{"receiver": "a", "kind": "webhook", "url": "https://qyapi.example/send?key=1"}]'),
          'a: "url" must be a credential''s name or an absolute path: the file holds the URL', 'a URL is a secret and stands in no database');
select is(fixture.problems('[{"receiver": "a", "kind": "kafka", "bootstrap_servers": "k:9092", "options_file": "post_a.options"}]'), null, 'servers of its own, and a way in');
select is(fixture.problems(format('[{"receiver": "a", "kind": "kafka", "bootstrap_servers": "k:9092", "options_file": "%s"}]', f)::jsonb),
          'a: "options_file" must be a credential''s name that begins with post_: the file holds librdkafka''s options',
          'nobody has other passwords sent to servers that a receiver names: ' || f)
  from unnest(array['/etc/meritd/kafka.options', 'kafka.options', '../post_a', 'post_/../x']) f;
select is(fixture.problems('[{"receiver": "a", "kind": "kafka", "options_file": "post_a.options"}]'),
          'a: "options_file" is for "bootstrap_servers" of its own; the configuration''s have kafka.options_file', 'the configuration''s servers are not let in by a receiver''s file');
select is(fixture.problems('[{"receiver": "a", "kind": "webhook", "format": "wecom", "template": {}}]'), 'a: "template" must be an object, for format json alone', 'WeCom has a format of its own');
select throws_ok($$ select post.set_receivers('[{"receiver": "a", "kind": "kafka"}, {"receiver": "b", "kind": "mail"}]') $$, '22023', 'b: "kind" must be kafka, webhook or file', 'all or none');
select is((select count(*) from post.receiver), 0::bigint, 'none then');

-- Templates.
select is(post.fill('{"a": "{data.x}", "b": ["{data.list}", 5, null, true], "c": "x is {data.x}, {data.no}{y}!"}', '{"data": {"x": 7, "list": [1, 2]}, "y": "{data.x}"}'),
          '{"a": 7, "b": [[1, 2], 5, null, true], "c": "x is 7, {data.x}!"}', 'a place alone is the value, within a text its text; what was filled in is not filled again');
select is(post.fill('["{nothing}", "{", "{a b}", "", "{{data.x}}"]', '{"data": {"x": 1}}'), '[null, "{", "{a b}", "", "{1}"]', 'what is no place stays');
select is(post.plain(E'<@all> [a](b)\n*c* `d`'), '＜@all＞ ［a］(b) ＊c＊ ｀d｀', 'names mention nobody and link nowhere');
select is(post.plain(repeat('申', 300)), repeat('申', 300), 'three hundred characters are whole');
select is(post.plain(repeat('申', 301)), repeat('申', 299) || '…', 'of more, the end is cut');

-- The messages.
select period.set_settings('{"post.appeal_note=Tell zhao.",post.names_down_to=3}');
select post.set_receivers('[{"receiver": "file", "kind": "file"}, {"receiver": "md", "kind": "webhook", "format": "wecom", "language": "zh"}, {"receiver": "words", "kind": "webhook", "format": "wecom_text", "language": "en"},
    {"receiver": "portal", "kind": "webhook", "language": "zh", "template": {"month": "{data.month}", "key": "{id}", "said": "{text}"}}, {"receiver": "rankings", "kind": "kafka", "topic": "t"}]');
select fixture.staff('an', 'east');
select fixture.staff('<b>', 'west');
select fixture.month('2025-01-01', '{"an": 100, "<b>": 85, "cui": 70, "ding": 55}');
select fixture.close('2025-01-01');
create table fixture.claimed as select * from post.claim('x', as_of => '2025-02-11Z');
select is((select string_agg(concat_ws(' ', receiver, content_type), ', ' order by receiver) from fixture.claimed),
          'file application/cloudevents+json, md application/json, portal application/json, rankings application/cloudevents+json, words application/json', 'types of content');
select is((select count(*) from fixture.claimed where receiver in ('file', 'rankings') and body = event), 2::bigint, 'files and topics get the event');
select is((select options from fixture.claimed where receiver = 'rankings'), '{"topic": "t"}', 'with the options');
select is((select string_to_array(body #>> '{text,content}', E'\n') from fixture.claimed where receiver = 'words'),
          array['2025-01 Ranking', 'Data complete up to: 2025-02-11 00:00', 'Appeal: Tell zhao. (until 2025-02-18 00:00)', 'Rewards: An, first +100.00 CNY',
                'Rewards: —, last -100.00 CNY', '1. An east 100.00 Fair', '2. ＜B＞ west 85.00 Fair', '3. cui 70.00 Fair', '4. — 55.00 To be improved'], 'the text in English, grades too');
select is((select body - 'markdown' from fixture.claimed where receiver = 'md'), '{"msgtype": "markdown"}', 'markdown for WeCom');
select is((select (string_to_array(body #>> '{markdown,content}', E'\n'))[1:4] from fixture.claimed where receiver = 'md'),
          array['**2025-01 客服绩效排名**', '数据截至：2025-02-11 00:00', '申诉：Tell zhao.（截止 2025-02-18 00:00）', '奖惩：An，第一名 +100.00 CNY'], 'in Chinese, though the shop speaks English');
select is((select body - 'said' from fixture.claimed where receiver = 'portal'), '{"month": "2025-01", "key": "shop/2025-01/0/portal"}', 'by template');
select is((select body ->> 'said' from fixture.claimed where receiver = 'portal'),
          (select replace(body #>> '{markdown,content}', '**', '') from fixture.claimed where receiver = 'md'), 'with the same text');

-- Within a limit of bytes: whole lines, the ranking's end goes first.
create function fixture.cut(most integer) returns text language sql as $$
    select post.text(c.content, 'en', false, most) from fixture.claimed c where c.receiver = 'md'
$$;
create table fixture.whole as select fixture.cut(100000) as told;
select cmp_ok((select octet_length(told) from fixture.whole), '<', 2048, 'a small posting is whole');
select is((select fixture.cut(octet_length(told) + 1) from fixture.whole), (select told from fixture.whole), 'it fits with a byte to spare');
select is(regexp_replace(fixture.cut(octet_length(told)), E'^.*\n', ''), '…', 'what does not fit ends in a mark') from fixture.whole;
select is((select count(*) from fixture.whole, generate_series(8, octet_length(told)) most
            where octet_length(fixture.cut(most)) > most), 0::bigint, 'never more bytes than allowed');
select is((select count(*) from fixture.whole, generate_series(8, octet_length(told)) most
            where not starts_with(told || E'\n', replace(fixture.cut(most), E'\n…', E'\n')) and fixture.cut(most) <> E'\n…'), 0::bigint, 'whole lines of it');
-- "2025-01 …", "数据截至：…", a note of 300 characters of three bytes: the 900 and some bytes leave room for three results.
select matches(post.text(jsonb_set(c.content, '{appeal,how}', to_jsonb(repeat('申', 5000))), 'zh', false, 2048), E'\n3\\. cui', 'a long note leaves the ranking room')
  from fixture.claimed c where c.receiver = 'md';

-- Disabled receivers are sent nothing; what waits for them stays. Retry-After.
select post.answer(message, receiver, lease, 'failed', 'later', 'x', '2025-02-11T00:00Z', retry_after => '5 minutes') from fixture.claimed where receiver = 'md';
select is((select next_at from post.outbox where receiver = 'md'), '2025-02-11T00:05Z', 'as late as the receiver said');
select post.answer(message, receiver, lease, 'failed', 'later', 'x', '2025-02-11T00:00Z', retry_after => '5 seconds') from fixture.claimed where receiver = 'words';
select is((select next_at from post.outbox where receiver = 'words'), '2025-02-11T00:00:10Z', 'but no sooner than the back-off');
select post.answer(message, receiver, lease, 'failed', 'later', 'x', '2025-02-11T00:00Z', retry_after => '5 years') from fixture.claimed where receiver = 'portal';
select is((select next_at from post.outbox where receiver = 'portal'), '2025-02-12T00:00Z', 'and not later than a day');
select post.set_receivers('[{"receiver": "words", "kind": "webhook", "format": "wecom_text"}]');
select is((select string_agg(receiver, ', ') from post.claim('x', as_of => '2025-03-01Z')), 'words', 'a disabled receiver is sent nothing');
select is((select count(*) from post.outbox where state = 'pending'), 5::bigint, 'what waits for it stays');
select is((select options from post.receiver where receiver = 'words'), '{"format": "wecom_text"}', 'options are replaced as a whole');
select post.set_receivers('[{"receiver": "rankings", "kind": "kafka"}]');
select is((select string_agg(receiver, ', ') from post.claim('x', as_of => '2025-03-01Z')), 'rankings', 'enabled again, it gets it');

select * from finish();
rollback;
