-- The state of the ReplicatorPlugin, format 2. Changes themselves are in the journal beside this file.
-- Times are text in ISO form, UTC. Events, keys and log entries are JSON.

CREATE TABLE checkpoint (
  -- Everything before these positions of the journal is done.
  replicator TEXT NOT NULL,
  route      TEXT NOT NULL, -- empty: the main stream; else RESOURCE#MAPPING, a route with a stream of its own
  positions  TEXT NOT NULL, -- RUN:OFFSET of partition 0, 1, ...; the list repeats until there are 256
  PRIMARY KEY (replicator, route)
) STRICT, WITHOUT ROWID;

CREATE TABLE parked (
  -- Changes that wait here because an earlier change of their key was refused.
  replicator   TEXT NOT NULL,
  route        TEXT NOT NULL, -- with replicator: the stream
  delivery     TEXT NOT NULL, -- EVENT.MAPPING
  place        INTEGER NOT NULL, -- the order of delivery
  event        TEXT NOT NULL,
  attempts     INTEGER NOT NULL,
  error        TEXT NOT NULL, -- empty: it only waits behind another
  dependent    INTEGER NOT NULL, -- 1: it was refused because of another record
  next_attempt TEXT NOT NULL,
  PRIMARY KEY (replicator, route, delivery)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letter (
  -- Deliveries that were refused for good, with everything needed to send them again.
  replicator TEXT NOT NULL,
  delivery   TEXT NOT NULL, -- EVENT.MAPPING
  target     TEXT NOT NULL,
  resource   TEXT NOT NULL,
  record_id  TEXT NOT NULL,
  event      TEXT NOT NULL,
  code       TEXT NOT NULL,
  error      TEXT NOT NULL,
  attempts   INTEGER NOT NULL,
  buried_at  TEXT NOT NULL,
  status     TEXT NOT NULL, -- DEAD, SUPERSEDED or REDRIVEN
  PRIMARY KEY (replicator, delivery)
) STRICT;
CREATE INDEX dead_letter_by_status ON dead_letter (replicator, status, buried_at);
CREATE INDEX dead_letter_by_record ON dead_letter (replicator, resource, record_id);

CREATE TABLE key_map (
  -- Where the row of a source record is, if its key is not the record's id.
  replicator TEXT NOT NULL,
  target     TEXT NOT NULL,
  resource   TEXT NOT NULL,
  record_id  TEXT NOT NULL,
  row_key    TEXT NOT NULL,
  PRIMARY KEY (replicator, target, resource, record_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE suspect_key (
  -- Where rows of a source record may be as well: a delivery there was refused, but an attempt
  -- before it, whose answer was lost, may have been carried out.
  replicator TEXT NOT NULL,
  target     TEXT NOT NULL,
  resource   TEXT NOT NULL,
  record_id  TEXT NOT NULL,
  row_key    TEXT NOT NULL,
  PRIMARY KEY (replicator, target, resource, record_id, row_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE field_written (
  -- Fields with which rows were ever written on a route: one that is absent later becomes null.
  replicator TEXT NOT NULL,
  route      TEXT NOT NULL, -- RESOURCE -> TARGET
  field      TEXT NOT NULL,
  PRIMARY KEY (replicator, route, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_entry (
  -- Lines of the replication log that are not in its resource yet, or that may still change.
  id         TEXT PRIMARY KEY,
  replicator TEXT NOT NULL,
  delivery   TEXT NOT NULL,
  resource   TEXT NOT NULL,
  record_id  TEXT NOT NULL,
  operation  TEXT NOT NULL,
  status     TEXT NOT NULL, -- ERROR, SUCCESS or REDRIVEN
  error      TEXT NOT NULL,
  attempts   INTEGER NOT NULL,
  at         TEXT NOT NULL,
  event      TEXT,
  revision   INTEGER NOT NULL,
  pending    INTEGER NOT NULL, -- 1: not written to the resource in this revision
  UNIQUE (replicator, delivery)
) STRICT;
CREATE INDEX log_entry_pending ON log_entry (id) WHERE pending = 1;

CREATE TABLE counter (
  replicator TEXT NOT NULL,
  name       TEXT NOT NULL,
  value      INTEGER NOT NULL,
  PRIMARY KEY (replicator, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
  -- Small texts under names: which journal this belongs to, what each destination is.
  name TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
