package io.s3db;

import io.s3db.query.PartitionChoice;
import java.util.Optional;

/** What each method of a resource does, inside all middlewares. */
final class ResourceCalls {
  private final ResourceParts parts;
  private final ResourceReads reads;
  private final ResourceWrites writes;
  private final ResourceBulk bulk;
  private final ResourceContent content;

  ResourceCalls(ResourceParts parts, Resource resource) {
    this.parts = parts;
    this.reads = new ResourceReads(parts);
    this.writes = new ResourceWrites(parts);
    this.bulk = new ResourceBulk(parts, resource);
    this.content = new ResourceContent(parts);
  }

  Object answer(Call<?> call) {
    return switch (call) {
      case Call.Insert each -> writes.insert(each);
      case Call.InsertMany each -> bulk.insertMany(each);
      case Call.InsertAll each -> bulk.insertAll(each);
      case Call.Get each -> reads.get(each);
      case Call.GetMany each -> reads.getMany(each);
      case Call.Exists each -> reads.exists(each);
      case Call.Update each -> writes.update(each);
      case Call.Change each -> writes.change(each);
      case Call.Patch each -> writes.patch(each);
      case Call.Replace each -> writes.replace(each);
      case Call.Upsert each -> writes.upsert(each);
      case Call.Delete each -> writes.delete(each);
      case Call.UpdateIf each -> writes.updateIf(each);
      case Call.ReplaceIf each -> writes.replaceIf(each);
      case Call.DeleteIf each -> writes.deleteIf(each);
      case Call.DeleteMany each -> bulk.deleteMany(each);
      case Call.DeleteAll() -> bulk.deleteAll();
      case Call.DeleteAllData() -> bulk.deleteAllData();
      case Call.ListRecords each -> reads.list(each);
      case Call.ListIds each -> reads.listIds(each);
      case Call.Count each -> reads.count(each);
      case Call.PageOf each -> reads.page(each);
      case Call.StreamRecords each -> reads.stream(each);
      case Call.Find each -> reads.query(each);
      case Call.GetFromPartition each -> reads.getFromPartition(each);
      case Call.SetContent each -> content.set(each);
      case Call.ReadContent each -> content.read(each);
      case Call.HasContent each -> content.has(each);
      case Call.DeleteContent each -> content.delete(each);
      case Call.RepairPartitions() -> new PartitionRepairer(parts).run();
    };
  }

  Optional<PartitionChoice> plan(Query query) {
    return reads.plan(query);
  }
}
