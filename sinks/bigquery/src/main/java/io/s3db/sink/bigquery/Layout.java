package io.s3db.sink.bigquery;

import com.google.cloud.bigquery.storage.v1.AnnotationsProto;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the rows of a table are laid out as messages: field <i>n</i> is column <i>n</i>, counted from
 * 1, and behind them what says how the row is to be applied. Never changes: another definition of
 * the table has another layout.
 */
final class Layout {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Table table;
  private final Writing writing;
  private final ProtoSchema schema;
  private final Map<String, Integer> numbers = new HashMap<>();

  Layout(Table table, Writing writing) {
    this.table = table;
    this.writing = writing;
    table.columns().keySet().forEach(name -> numbers.put(name, numbers.size() + 1));
    this.schema = ProtoSchema.newBuilder().setProtoDescriptor(descriptor()).build();
  }

  private DescriptorProto descriptor() {
    DescriptorProto.Builder message =
        message("Row", List.copyOf(table.columns().values())).toBuilder();
    if (writing == Writing.CHANGES) {
      message.addField(pseudoColumn("_change_type", changeType()));
      message.addField(pseudoColumn("_change_sequence_number", sequenceNumber()));
    }
    return message.build();
  }

  private static FieldDescriptorProto pseudoColumn(String name, int number) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .setType(FieldDescriptorProto.Type.TYPE_STRING)
        .build();
  }

  private static DescriptorProto message(String name, List<Column> columns) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      FieldDescriptorProto.Builder field =
          FieldDescriptorProto.newBuilder()
              .setNumber(i + 1)
              .setLabel(
                  column.repeated()
                      ? FieldDescriptorProto.Label.LABEL_REPEATED
                      : FieldDescriptorProto.Label.LABEL_OPTIONAL)
              .setType(column.kind().message());
      name(field, column.name(), i + 1);
      if (column.kind() == ColumnKind.STRUCT) {
        message.addNestedType(message("Struct" + (i + 1), column.fields()));
        field.setTypeName("Struct" + (i + 1));
      }
      message.addField(field);
    }
    return message.build();
  }

  /** A name that no message can have is told beside the field. */
  private static void name(FieldDescriptorProto.Builder field, String column, int number) {
    if (PLAIN.matcher(column).matches()) {
      field.setName(column.toLowerCase(Locale.ROOT));
    } else {
      field.setName("col_" + number);
      field.setOptions(
          FieldOptions.newBuilder().setExtension(AnnotationsProto.columnName, column).build());
    }
  }

  Table table() {
    return table;
  }

  Writing writing() {
    return writing;
  }

  /** What the server is told of the messages. */
  ProtoSchema schema() {
    return schema;
  }

  /** The name of the column that takes a field of a record, if there is one. */
  Optional<String> columnOf(String field) {
    if (!OwnColumns.isTaken(field, writing) && numbers.containsKey(field)) {
      return Optional.of(field);
    }
    String made = ColumnNames.made(field);
    return numbers.containsKey(made) ? Optional.of(made) : Optional.empty();
  }

  /** Whether rows of a mirror tell their versions: so in tables that we created. */
  boolean hasVersion() {
    Column column = table.columns().get(OwnColumns.VERSION);
    return column != null && column.kind() == ColumnKind.STRING && !column.repeated();
  }

  Column column(String name) {
    Column column = table.columns().get(name);
    if (column == null) {
      throw new IllegalArgumentException("no column " + name);
    }
    return column;
  }

  int number(String column) {
    Integer number = numbers.get(column);
    if (number == null) {
      throw new IllegalArgumentException("no column " + column);
    }
    return number;
  }

  int changeType() {
    return numbers.size() + 1;
  }

  int sequenceNumber() {
    return numbers.size() + 2;
  }
}
