package io.s3db.documentation;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles classes against the class path of the tests. */
record SnippetCompiler(Path output) {
  /** The errors, or nothing. */
  String errors(String name, String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-d",
              output.toString(),
              "-classpath",
              System.getProperty("java.class.path"));
      boolean _ =
          compiler
              .getTask(null, files, found, options, null, List.of(new Source(name, source)))
              .call();
    }
    return found.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(Diagnostic::toString)
        .collect(Collectors.joining("\n"));
  }

  /** Runs the method {@code run} of a compiled class. */
  Object run(String name) throws ReflectiveOperationException, MalformedURLException {
    URL[] place = {output.toUri().toURL()};
    ClassLoader loader = new URLClassLoader(place, SnippetCompiler.class.getClassLoader());
    return loader.loadClass(name).getMethod("run").invoke(null);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String name, String code) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }
}
