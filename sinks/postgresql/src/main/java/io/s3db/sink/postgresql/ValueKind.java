package io.s3db.sink.postgresql;

/** How the values of a column's type are written as text. */
enum ValueKind {
  TEXT,
  INT2,
  INT4,
  INT8,
  NUMERIC,
  FLOAT4,
  FLOAT8,
  BOOL,
  TIMESTAMPTZ,
  TIMESTAMP,
  DATE,
  TIME,
  UUID,
  JSON,
  JSONB,
  BYTEA,
  ARRAY,
  /** Enums, ranges, addresses and others: the server judges the text. */
  OTHER;

  /** By the name in {@code pg_type}. */
  static ValueKind of(String typname) {
    return switch (typname) {
      case "text", "varchar", "bpchar", "name", "citext" -> TEXT;
      case "int2" -> INT2;
      case "int4" -> INT4;
      case "int8" -> INT8;
      case "numeric" -> NUMERIC;
      case "float4" -> FLOAT4;
      case "float8" -> FLOAT8;
      case "bool" -> BOOL;
      case "timestamptz" -> TIMESTAMPTZ;
      case "timestamp" -> TIMESTAMP;
      case "date" -> DATE;
      case "time" -> TIME;
      case "uuid" -> UUID;
      case "json" -> JSON;
      case "jsonb" -> JSONB;
      case "bytea" -> BYTEA;
      default -> OTHER;
    };
  }
}
