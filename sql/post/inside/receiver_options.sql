create or replace function post.receiver_options() returns table (kind text, name text, shape text, meaning text)
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    values ('kafka',   'topic',             '^[A-Za-z0-9._-]{1,249}$',    'a topic''s name'),
           ('kafka',   'bootstrap_servers', '^\S+$',                      'host:port, separated by commas'),
           ('kafka',   'options_file',      '^post_[A-Za-z0-9._-]+$',  -- or the daemon's password could be sent elsewhere
            'a credential''s name that begins with post_: the file holds librdkafka''s options'),
           ('kafka',   'agent',             '.',                          'an account: it is told that person''s result alone'),
           ('webhook', 'agent',             '.',                          'an account: it is told that person''s result alone'),
           ('file',    'agent',             '.',                          'an account: it is told that person''s result alone'),
           ('webhook', 'format',            '^(json|wecom|wecom_text)$',  'json, wecom or wecom_text'),
           ('webhook', 'url',               '^(/.+|[A-Za-z0-9._-]+)$',
            'a credential''s name or an absolute path: the file holds the URL'),
           ('webhook', 'secret',            '^(/.+|[A-Za-z0-9._-]+)$',
            'a credential''s name or an absolute path: the file holds the secret'),
           ('webhook', 'ca_file',           '^/.+$',                      'an absolute path'),
           ('webhook', 'language',          '^(zh|en)$',                  'zh or en'),
           ('webhook', 'template',          null,                         'an object, for format json alone'),
           ('file',    'folder',            '^[^/]+$|^/.+$',
            'an absolute path, or a name below the state directory')
$$;

comment on function post.receiver_options() is
    'One row per option that a receiver of a kind may have besides its name: its shape (a regular expression; NULL: an '
    'object) and, in words, what is allowed.';
