package io.s3db.benchmarks;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.BidiStream;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import io.s3db.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.stream.IntStream;

/** The same rows by Google's client alone: made before the clock runs, one request at a time. */
final class RawBigqueryRows {
  static final String PROJECT = "project";
  static final String DATASET = "dataset";
  static final String TABLE = "raw";
  private static final int STREAMS = 4; // as many as a destination has lanes
  private static final String STREAM =
      "projects/" + PROJECT + "/datasets/" + DATASET + "/tables/" + TABLE + "/streams/_default";

  private RawBigqueryRows() {}

  /** Appends so many rows; the rate is in rows a second. */
  static double rate(URI endpoint, int rows, int batchSize) throws Exception {
    BigQueryWriteSettings settings =
        BigQueryWriteSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(
                InstantiatingGrpcChannelProvider.newBuilder()
                    .setEndpoint(endpoint.getAuthority())
                    .setChannelConfigurator(channel -> channel.usePlaintext())
                    .build())
            .build();
    ByteString[] all =
        IntStream.range(0, rows).mapToObj(RawBigqueryRows::row).toArray(ByteString[]::new);
    int share = (rows + STREAMS - 1) / STREAMS;
    try (BigQueryWriteClient client = BigQueryWriteClient.create(settings)) {
      return Load.perSecond(
          rows,
          Load.each(
              STREAMS,
              lane ->
                  append(
                      client,
                      all,
                      Math.min(rows, lane * share),
                      Math.min(rows, (lane + 1) * share),
                      batchSize)));
    }
  }

  private static void append(
      BigQueryWriteClient client, ByteString[] all, int from, int to, int size) {
    BidiStream<AppendRowsRequest, AppendRowsResponse> stream = client.appendRowsCallable().call();
    var answers = stream.iterator();
    for (int at = from; at < to; at += size) {
      ProtoRows.Builder rows = ProtoRows.newBuilder();
      for (int i = at; i < Math.min(to, at + size); i++) {
        rows.addSerializedRows(all[i]);
      }
      AppendRowsRequest.ProtoData.Builder data =
          AppendRowsRequest.ProtoData.newBuilder().setRows(rows);
      AppendRowsRequest.Builder request = AppendRowsRequest.newBuilder();
      if (at == from) {
        data.setWriterSchema(ProtoSchema.newBuilder().setProtoDescriptor(descriptor()));
        request.setWriteStream(STREAM);
      }
      stream.send(request.setProtoRows(data).build());
      AppendRowsResponse answer = answers.next();
      if (answer.hasError() || answer.getRowErrorsCount() > 0) {
        throw new IllegalStateException("the rows were refused: " + answer);
      }
    }
    stream.closeSend();
  }

  private static DescriptorProto descriptor() {
    return DescriptorProto.newBuilder()
        .setName("Row")
        .addField(field(1, "id", FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field(2, "userid", FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field(3, "total", FieldDescriptorProto.Type.TYPE_DOUBLE))
        .addField(field(4, "quantity", FieldDescriptorProto.Type.TYPE_INT64))
        .addField(field(5, "paid", FieldDescriptorProto.Type.TYPE_BOOL))
        .addField(field(6, "status", FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field(7, "note", FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field(8, "_change_type", FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field(9, "_change_sequence_number", FieldDescriptorProto.Type.TYPE_STRING))
        .build();
  }

  private static FieldDescriptorProto field(
      int number, String name, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setNumber(number)
        .setName(name)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .build();
  }

  private static ByteString row(int n) {
    Document order = Orders.order(n);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeString(1, order.id());
      out.writeString(2, order.text("userId"));
      out.writeDouble(3, order.number("total"));
      out.writeInt64(4, order.integer("quantity"));
      out.writeBool(5, order.bool("paid"));
      out.writeString(6, order.text("status"));
      out.writeString(7, order.text("note"));
      out.writeString(8, "UPSERT");
      out.writeString(9, "1");
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }
}
