package io.s3db.sink.bigquery;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;

/** Values for columns that take no null, in rows of which only the key is read. */
final class Fillers {
  private Fillers() {}

  static void write(CodedOutputStream out, int number, Column column) throws IOException {
    switch (column.kind()) {
      case INT64, TIMESTAMP -> out.writeInt64(number, 0);
      case DATE -> out.writeInt32(number, 0);
      case FLOAT64 -> out.writeDouble(number, 0);
      case BOOL -> out.writeBool(number, false);
      case BYTES -> out.writeByteArray(number, new byte[0]);
      case STRUCT -> struct(out, number, column);
      case NUMERIC, BIGNUMERIC -> out.writeString(number, "0");
      case TIME -> out.writeString(number, "00:00:00");
      case DATETIME -> out.writeString(number, "1970-01-01 00:00:00");
      case JSON -> out.writeString(number, "null");
      case GEOGRAPHY -> out.writeString(number, "POINT(0 0)");
      case INTERVAL -> out.writeString(number, "0-0 0 0:0:0");
      case STRING, OTHER -> out.writeString(number, "");
    }
  }

  private static void struct(CodedOutputStream out, int number, Column column) throws IOException {
    MessageBuffer buffer = new MessageBuffer();
    for (int i = 0; i < column.fields().size(); i++) {
      Column field = column.fields().get(i);
      if (field.required()) {
        write(buffer.out(), i + 1, field);
      }
    }
    out.writeByteArray(number, buffer.take().toByteArray());
  }
}
