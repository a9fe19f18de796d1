package io.s3db.testkit.bigquery;

import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.RowError.RowErrorCode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.s3db.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rows of one request: all are applied, or none if one of them is refused.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/change-data-capture">Change data capture</a>
 */
final class RowSet {
  static final Status STATUS =
      Status.newBuilder()
          .setCode(Code.INVALID_ARGUMENT_VALUE)
          .setMessage(
              "Errors found while processing rows. Please refer to the row_errors field for"
                  + " details.")
          .build();

  private final FakeTable table;
  private final WriterSchema schema;
  private final FakeFaults faults;
  private final List<FakeColumn> columns;
  private final List<String> key;
  private final List<Document> appended = new ArrayList<>();
  private final List<FakeTable.Change> changes = new ArrayList<>();
  private final List<RowError> errors = new ArrayList<>();

  RowSet(FakeTable table, WriterSchema schema, FakeFaults faults) throws AppendException {
    this.table = table;
    this.schema = schema;
    this.faults = faults;
    this.columns = table.columns();
    this.key = table.primaryKey();
    if (schema.hasChangeType() && key.isEmpty()) {
      throw AppendException.invalid("_CHANGE_TYPE needs a primary key, and the table has none");
    }
  }

  void addAll(List<ByteString> rows) throws AppendException {
    for (int i = 0; i < rows.size(); i++) {
      try {
        add(schema.parse(rows.get(i)));
      } catch (RowException e) {
        errors.add(
            RowError.newBuilder()
                .setIndex(i)
                .setCode(RowErrorCode.FIELDS_ERROR)
                .setMessage(String.valueOf(e.getMessage()))
                .build());
      }
    }
  }

  private void add(DynamicMessage message) throws RowException {
    Document row = RowReader.read(message, columns);
    Optional<String> refusal = faults.refusal(row);
    if (refusal.isPresent()) {
      throw new RowException(refusal.get());
    }
    if (!schema.hasChangeType()) {
      appended.add(row);
      return;
    }
    String sequence = text(message, WriterSchema.SEQUENCE);
    if (!SequenceNumbers.isWellFormed(sequence)) {
      throw new RowException("The given value is not a valid CHANGE_SEQUENCE_NUMBER");
    }
    switch (text(message, WriterSchema.CHANGE_TYPE)) {
      case "UPSERT" -> changes.add(new FakeTable.Change(keyOf(row), sequence, row));
      case "DELETE" -> changes.add(new FakeTable.Change(keyOf(row), sequence, null));
      default -> throw new RowException("The given value is not a valid CHANGE_TYPE");
    }
  }

  private String keyOf(Document row) throws RowException {
    Document.Builder values = Document.builder();
    for (String column : key) {
      Object value = row.toMap().get(column.toLowerCase(Locale.ROOT));
      if (value == null) {
        throw new RowException("Field " + column + ": a primary key value is missing");
      }
      values.put(column, value);
    }
    return values.build().toJson();
  }

  private static String text(DynamicMessage message, String name) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    return field == null ? "" : message.getField(field).toString();
  }

  List<RowError> errors() {
    return errors;
  }

  void apply() {
    table.append(appended);
    table.apply(changes);
  }
}
