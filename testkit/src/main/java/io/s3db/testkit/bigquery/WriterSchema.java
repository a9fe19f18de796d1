package io.s3db.testkit.bigquery;

import com.google.cloud.bigquery.storage.v1.AnnotationsProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages a writer sends, as it described them.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/supported-data-types">Which type of a
 *     message goes into which type of column</a>
 */
final class WriterSchema {
  static final String CHANGE_TYPE = "_change_type";
  static final String SEQUENCE = "_change_sequence_number";

  private static final ExtensionRegistry EXTENSIONS = extensions();
  private static final Map<String, Set<FieldDescriptor.Type>> FITTING =
      Map.ofEntries(
          Map.entry("STRING", Set.of(FieldDescriptor.Type.STRING)),
          Map.entry("JSON", Set.of(FieldDescriptor.Type.STRING)),
          Map.entry("GEOGRAPHY", Set.of(FieldDescriptor.Type.STRING)),
          Map.entry("INTERVAL", Set.of(FieldDescriptor.Type.STRING)),
          Map.entry("BYTES", Set.of(FieldDescriptor.Type.BYTES, FieldDescriptor.Type.STRING)),
          Map.entry("INT64", Set.of(FieldDescriptor.Type.INT64, FieldDescriptor.Type.INT32)),
          Map.entry("FLOAT64", Set.of(FieldDescriptor.Type.DOUBLE, FieldDescriptor.Type.FLOAT)),
          Map.entry("BOOL", Set.of(FieldDescriptor.Type.BOOL)),
          Map.entry("NUMERIC", Set.of(FieldDescriptor.Type.STRING)),
          Map.entry("BIGNUMERIC", Set.of(FieldDescriptor.Type.STRING)),
          Map.entry("DATE", Set.of(FieldDescriptor.Type.INT32, FieldDescriptor.Type.STRING)),
          Map.entry("TIMESTAMP", Set.of(FieldDescriptor.Type.INT64)),
          Map.entry("DATETIME", Set.of(FieldDescriptor.Type.STRING)),
          Map.entry("TIME", Set.of(FieldDescriptor.Type.STRING)),
          Map.entry("STRUCT", Set.of(FieldDescriptor.Type.MESSAGE)));

  private final Descriptor descriptor;

  private WriterSchema(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  private static ExtensionRegistry extensions() {
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    AnnotationsProto.registerAllExtensions(registry);
    return registry;
  }

  static WriterSchema of(DescriptorProto message) throws AppendException {
    try {
      DescriptorProto known = DescriptorProto.parseFrom(message.toByteString(), EXTENSIONS);
      FileDescriptor file =
          FileDescriptor.buildFrom(
              FileDescriptorProto.newBuilder().setName("writer").addMessageType(known).build(),
              new FileDescriptor[0]);
      return new WriterSchema(file.getMessageTypes().getFirst());
    } catch (DescriptorValidationException | InvalidProtocolBufferException e) {
      throw AppendException.invalid("Invalid proto schema: " + e.getMessage());
    }
  }

  /** The name of the column that a field is for. */
  static String column(FieldDescriptor field) {
    String told = field.getOptions().getExtension(AnnotationsProto.columnName);
    return told.isEmpty() ? field.getName() : told;
  }

  boolean hasChangeType() {
    return descriptor.findFieldByName(CHANGE_TYPE) != null;
  }

  /** Every field needs a column, of a type it fits. */
  void requireFitting(FakeTable table) throws AppendException {
    for (FieldDescriptor field : descriptor.getFields()) {
      String name = column(field);
      if (!name.equals(CHANGE_TYPE) && !name.equals(SEQUENCE)) {
        requireFitting(field, table.column(name).orElse(null));
      }
    }
  }

  private static void requireFitting(FieldDescriptor field, @Nullable FakeColumn column)
      throws AppendException {
    if (column == null) {
      throw AppendException.extraField(column(field));
    }
    Set<FieldDescriptor.Type> fitting = FITTING.getOrDefault(column.type(), Set.of());
    if (!fitting.contains(field.getType()) || field.isRepeated() != column.repeated()) {
      throw AppendException.invalid(
          "The proto field mismatched with BigQuery field at Row.%s, the proto field type %s, BigQuery field type %s"
              .formatted(field.getName(), field.getType(), column.type()));
    }
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      for (FieldDescriptor inner : field.getMessageType().getFields()) {
        String name = column(inner);
        requireFitting(
            inner,
            column.fields().stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null));
      }
    }
  }

  DynamicMessage parse(ByteString row) throws AppendException {
    try {
      DynamicMessage message = DynamicMessage.parseFrom(descriptor, row);
      if (!message.getUnknownFields().equals(UnknownFieldSet.getDefaultInstance())) {
        throw AppendException.invalid("A row has fields that the proto schema does not have");
      }
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw AppendException.invalid("A row cannot be parsed: " + e.getMessage());
    }
  }
}
