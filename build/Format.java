import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or fixes the format of every Java file below a folder with google-java-format.
 *
 * <p>It runs on the JDK of the toolchain, because the formatter parses with the JDK it runs on:
 * {@code java Format.java check|fix FORMATTER.jar ROOT}.
 */
class Format {
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean fix = args[0].equals("fix");
    List<String> files = new ArrayList<>();
    try (var walk = Files.walk(Path.of(args[2]))) {
      walk.filter(p -> p.toString().endsWith(".java"))
          .filter(p -> !p.toString().contains("/target/"))
          .map(Path::toString)
          .sorted()
          .forEach(files::add);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String each : List.of("api", "code", "file", "parser", "tree", "util")) {
      command.add("--add-exports=jdk.compiler/com.sun.tools.javac." + each + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-jar", args[1]));
    command.addAll(fix ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    command.addAll(files);
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0 && !fix) {
      System.err.println("The files above are not formatted. Run ./format to mend them.");
    }
    System.exit(exit);
  }
}
