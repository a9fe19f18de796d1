package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Described;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Screen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code s3db create}. */
@Command(
    name = "create",
    description = {
      "Creates a resource, and with --db the database if there is none.",
      "Doing it again changes nothing; one with other attributes is left alone."
    },
    footer = {
      "Example:",
      "  s3db create orders 'userId:string|required' total:number 'note:string|optional' \\",
      "       --timestamps --db file:///var/lib/shop"
    })
public final class CreateCommand implements Callable<Integer> {
  @Mixin private final Access access;

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "ATTRIBUTE",
      description =
          "name:definition, such as 'total:number|required' (quote the bar for the shell); or one"
              + " JSON object, which can hold nested ones")
  private List<String> attributes = List.of();

  @Option(names = "--timestamps", description = "give records createdAt and updatedAt")
  private boolean timestamps;

  /** Writes there. */
  public CreateCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() {
    Described wanted = new Described(resource, definitions(), timestamps);
    try (Records records = access.openOrCreate()) {
      boolean created = records.create(wanted);
      access
          .screen()
          .out()
          .line(
              access.json()
                  ? Document.of("name", resource, "created", created).toJson()
                  : (created ? "Created " : "Already there: ") + resource + ".");
    }
    return ExitCodes.OK;
  }

  private Map<String, Object> definitions() {
    Map<String, Object> definitions = new LinkedHashMap<>();
    if (attributes.size() == 1 && attributes.getFirst().stripLeading().startsWith("{")) {
      json(attributes.getFirst())
          .toMap()
          .forEach(
              (name, definition) -> {
                if (definition != null) {
                  definitions.put(name, definition);
                }
              });
      return definitions;
    }
    for (String attribute : attributes) {
      int colon = attribute.indexOf(':');
      if (colon < 1 || colon == attribute.length() - 1) {
        throw access.usage(
            "'%s' is no attribute: write name:definition, such as total:number."
                .formatted(attribute));
      }
      definitions.put(attribute.substring(0, colon), attribute.substring(colon + 1));
    }
    return definitions;
  }

  private Document json(String text) {
    try {
      return Document.parse(text);
    } catch (IllegalArgumentException e) {
      throw access.usage("The attributes are " + e.getMessage() + ".");
    }
  }
}
