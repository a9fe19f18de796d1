package io.s3db.sink.bigquery;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.Locale;

/**
 * The types of columns, each with the type its values have in a message.
 *
 * <p>Pairs are those of the <a
 * href="https://cloud.google.com/bigquery/docs/supported-data-types">Storage Write API</a>.
 */
enum ColumnKind {
  STRING(FieldDescriptorProto.Type.TYPE_STRING),
  BYTES(FieldDescriptorProto.Type.TYPE_BYTES),
  INT64(FieldDescriptorProto.Type.TYPE_INT64),
  FLOAT64(FieldDescriptorProto.Type.TYPE_DOUBLE),
  NUMERIC(FieldDescriptorProto.Type.TYPE_STRING),
  BIGNUMERIC(FieldDescriptorProto.Type.TYPE_STRING),
  BOOL(FieldDescriptorProto.Type.TYPE_BOOL),
  TIMESTAMP(FieldDescriptorProto.Type.TYPE_INT64),
  DATE(FieldDescriptorProto.Type.TYPE_INT32),
  TIME(FieldDescriptorProto.Type.TYPE_STRING),
  DATETIME(FieldDescriptorProto.Type.TYPE_STRING),
  JSON(FieldDescriptorProto.Type.TYPE_STRING),
  GEOGRAPHY(FieldDescriptorProto.Type.TYPE_STRING),
  INTERVAL(FieldDescriptorProto.Type.TYPE_STRING),
  STRUCT(FieldDescriptorProto.Type.TYPE_MESSAGE),
  /** A type we cannot write. */
  OTHER(FieldDescriptorProto.Type.TYPE_STRING);

  private final FieldDescriptorProto.Type message;

  ColumnKind(FieldDescriptorProto.Type message) {
    this.message = message;
  }

  /** The type in a message. */
  FieldDescriptorProto.Type message() {
    return message;
  }

  /** Reads a type as the REST interface names it: by its old or its new name. */
  static ColumnKind parse(String type) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "STRING" -> STRING;
      case "BYTES" -> BYTES;
      case "INTEGER", "INT64" -> INT64;
      case "FLOAT", "FLOAT64" -> FLOAT64;
      case "NUMERIC" -> NUMERIC;
      case "BIGNUMERIC" -> BIGNUMERIC;
      case "BOOLEAN", "BOOL" -> BOOL;
      case "TIMESTAMP" -> TIMESTAMP;
      case "DATE" -> DATE;
      case "TIME" -> TIME;
      case "DATETIME" -> DATETIME;
      case "JSON" -> JSON;
      case "GEOGRAPHY" -> GEOGRAPHY;
      case "INTERVAL" -> INTERVAL;
      case "RECORD", "STRUCT" -> STRUCT;
      default -> OTHER;
    };
  }
}
