package io.s3db.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes transforms of included files that name a file ({@code file:orders.js}) relative to the file
 * they stand in.
 */
final class Rebase {
  private static final String FILE = "file:";

  private Rebase() {}

  /**
   * @param open the files that are being read, this one first: the last is that of the user, whose
   *     folder the plugin is told
   */
  static Tree.Branch transforms(Tree.Branch tree, Path folder, Deque<Path> open) {
    return open.size() < 2 ? tree : (Tree.Branch) rebased(tree, folder);
  }

  private static Tree rebased(Tree tree, Path folder) {
    return switch (tree) {
      case Tree.Leaf leaf -> leaf;
      case Tree.Items list -> {
        List<Tree> items = new ArrayList<>();
        list.items().forEach(each -> items.add(rebased(each, folder)));
        yield new Tree.Items(list.place(), items);
      }
      case Tree.Branch branch -> {
        Map<String, Tree> members = new LinkedHashMap<>();
        branch.members().forEach((name, each) -> members.put(name, member(name, each, folder)));
        yield new Tree.Branch(branch.place(), members);
      }
    };
  }

  private static Tree member(String name, Tree tree, Path folder) {
    return name.equals("transform")
            && tree instanceof Tree.Leaf leaf
            && leaf.text().startsWith(FILE)
        ? leaf.withText(FILE + folder.resolve(leaf.text().substring(FILE.length()).strip()))
        : rebased(tree, folder);
  }
}
