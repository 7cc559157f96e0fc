-- A store of layout 1, as the first step made it, with the made records 1 to 3 (made_records.h) but
-- for their payloads, which are empty, and with one session. Frozen: if a test that reads it fails,
-- an old store can no longer be read either.
BEGIN;
CREATE TABLE labels (  id INTEGER PRIMARY KEY,  protocol, digest,  UNIQUE (protocol, digest));
CREATE TABLE records (  sequence INTEGER PRIMARY KEY,  time_ms INTEGER NOT NULL,  kind INTEGER NOT NULL,  flags INTEGER NOT NULL,  label INTEGER NOT NULL REFERENCES labels (id),  session, ref, key,  salt BLOB NOT NULL,  body_hash BLOB NOT NULL,  hash BLOB NOT NULL,  payload BLOB NOT NULL);
CREATE INDEX records_session ON records (session)  WHERE session IS NOT NULL AND flags & 1 = 0;
CREATE TABLE sessions (  id NOT NULL UNIQUE,  revision INTEGER NOT NULL,  digest,  expires_ms INTEGER NOT NULL,  state BLOB NOT NULL);
CREATE INDEX sessions_expiry ON sessions (expires_ms);
CREATE TABLE sources (digest NOT NULL UNIQUE, bytes BLOB NOT NULL);
INSERT INTO labels VALUES (1, 'knee-injury', x'000000000000000000000000000000000000000000000000000000000000000b');
INSERT INTO labels VALUES (2, NULL, NULL);
INSERT INTO records VALUES (1, 1790000000017, 2, 0, 1, NULL, NULL, x'0000000000000000000000009e3779b1', zeroblob(16), zeroblob(32), x'838a91989fa6adb4bbc2c9d0d7dee5ecf3fa01080f161d242b323940474e555c', x'');
INSERT INTO records VALUES (2, 1790000000034, 3, 2, 2, x'00000000000000000000000000000004', 'ref 3', NULL, zeroblob(16), zeroblob(32), x'060d141b222930373e454c535a61686f767d848b9299a0a7aeb5bcc3cad1d8df', x'');
INSERT INTO sessions VALUES ('a session', 3, NULL, 1790000000000, x'01020304');
PRAGMA application_id = 1398361686;
PRAGMA user_version = 1;
COMMIT;
