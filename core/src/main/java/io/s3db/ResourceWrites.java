package io.s3db;

import io.s3db.write.Change;
import io.s3db.write.Written;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The operations of a resource that write one record. */
final class ResourceWrites {
  private final ResourceParts parts;

  ResourceWrites(ResourceParts parts) {
    this.parts = parts;
  }

  Document insert(Call.Insert call) {
    Document fields = beforeNew(HookPoint.INSERT, call.fields());
    String id = parts.ids().of(fields);
    return after(HookPoint.INSERT, parts.write(id, Changes.insert(id, fields)));
  }

  /** What hooks make of a new record; they see its defaults. */
  private Document beforeNew(HookPoint point, Document fields) {
    if (!parts.hooks().anyBefore(point)) {
      return fields;
    }
    return parts.hooks().before(point, parts.format().now().schema().withDefaults(fields));
  }

  Document update(Call.Update call) {
    return change("update", call.id(), record -> Merge.into(record, call.partial()));
  }

  Document change(Call.Change call) {
    return change("update", call.id(), call.change());
  }

  Document patch(Call.Patch call) {
    Document partial =
        parts.hooks().anyBefore(HookPoint.PATCH)
            ? parts
                .hooks()
                .before(HookPoint.PATCH, call.partial().with("id", call.id()))
                .without("id")
            : call.partial();
    Document changed = change("patch", call.id(), record -> Merge.into(record, partial));
    return parts.hooks().afterWrite(HookPoint.PATCH, changed);
  }

  private Document change(String word, String id, UnaryOperator<Document> change) {
    return after(
        HookPoint.UPDATE, parts.write(id, Changes.update(word, id, beforeUpdate(id, change))));
  }

  private UnaryOperator<Document> beforeUpdate(String id, UnaryOperator<Document> change) {
    return parts.hooks().anyBefore(HookPoint.UPDATE)
        ? record -> parts.hooks().before(HookPoint.UPDATE, change.apply(record).with("id", id))
        : change;
  }

  Document replace(Call.Replace call) {
    Document fields = beforeNew(HookPoint.REPLACE, call.fields().with("id", call.id()));
    return after(HookPoint.REPLACE, parts.write(call.id(), Changes.replace(fields)));
  }

  Document updateIf(Call.UpdateIf call) {
    String id = call.id();
    return change(
        "update",
        id,
        record -> {
          call.condition().accept(record.with("id", id));
          return Merge.into(record, call.partial());
        });
  }

  Document replaceIf(Call.ReplaceIf call) {
    Document fields = beforeNew(HookPoint.REPLACE, call.fields().with("id", call.id()));
    Change change = Changes.replaceIf(call.id(), fields, call.condition());
    return after(HookPoint.REPLACE, parts.write(call.id(), change));
  }

  Document upsert(Call.Upsert call) {
    Document fields = call.fields();
    if (fields.get("id") == null) {
      throw new S3dbException(
          "INVALID_ID",
          "An upsert into '" + parts.name() + "' needs an id.",
          "Use insert without one.");
    }
    String id = parts.ids().of(fields);
    Written written =
        parts.write(
            id,
            Changes.upsert(
                id,
                fields,
                fresh -> beforeNew(HookPoint.INSERT, fresh),
                beforeUpdate(id, record -> Merge.into(record, fields))));
    return after(
        written.operation() == Operation.INSERT ? HookPoint.INSERT : HookPoint.UPDATE, written);
  }

  Document delete(Call.Delete call) {
    return delete(call.id(), _ -> {});
  }

  Document deleteIf(Call.DeleteIf call) {
    return delete(call.id(), call.condition());
  }

  private Document delete(String id, Consumer<Document> condition) {
    Written written =
        parts.write(
            id,
            Changes.delete(
                id,
                record -> {
                  condition.accept(record);
                  if (parts.hooks().anyBefore(HookPoint.DELETE)) {
                    parts.hooks().before(HookPoint.DELETE, record);
                  }
                }));
    Document before = Objects.requireNonNull(written.before());
    return parts.hooks().afterWrite(HookPoint.DELETE, before);
  }

  private Document after(HookPoint point, Written written) {
    return parts.hooks().afterWrite(point, Objects.requireNonNull(written.after()));
  }
}
