package dev.dbmigrate.processor;

import dev.dbmigrate.processor.TestCompiler.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A module with {@code src/main/java} and {@code src/main/resources}, and stand-ins for what the runtime has. */
final class ScriptModule {

    static final String PACKAGE = """
            @MigrationScripts(folder = "db/postgres", version = "1.0.0")
            package com.acme;

            import dev.dbmigrate.annotations.MigrationScripts;
            """;

    final Module module;

    ScriptModule(Path root) {
        module = new Module(root);
        kind("postgres", "Postgres", "PostgresScript", 10);
        kind("neo4j", "Neo4j", "CypherScript", 30);
    }

    /** With the package {@code com.acme}, whose scripts lie in {@code db/postgres}. */
    static ScriptModule of(Path root) {
        return new ScriptModule(root).java("com/acme/package-info.java", PACKAGE);
    }

    private void kind(String kind, String name, String runner, int order) {
        String folder = "dev/dbmigrate/" + kind + "/";
        String head = "package dev.dbmigrate." + kind + ";\n";
        java(folder + name + "Context.java", head + "public interface " + name + "Context {}\n");
        java(folder + name + "Migration.java", head + """
                @dev.dbmigrate.annotations.DatabaseKind(value = "%2$s", order = %3$d)
                public interface %1$sMigration {
                  void up(%1$sContext db) throws Exception;
                  default void down(%1$sContext db) throws Exception { throw new IllegalStateException(); }
                  default void verify(%1$sContext db) throws Exception {}
                }
                """.formatted(name, kind, order));
        java(folder + runner + ".java", head + """
                public final class %s {
                  private %s() {}
                  public static void run(%sContext db, Class<?> owner, String resource, String digest) {}
                }
                """.formatted(runner, runner, name));
    }

    ScriptModule java(String file, String text) {
        module.write("main/java/" + file, text);
        return this;
    }

    /** A migration that is written by hand. */
    ScriptModule migration(String name, String id, String more) {
        return java("com/acme/" + name + ".java", """
                package com.acme;

                import dev.dbmigrate.annotations.Migration;
                import dev.dbmigrate.postgres.PostgresContext;
                import dev.dbmigrate.postgres.PostgresMigration;

                @Migration(id = "%s", description = "What it does", version = "1.0.0"%s)
                public final class %s implements PostgresMigration {
                  @Override public void up(PostgresContext db) {}
                  @Override public void down(PostgresContext db) {}
                }
                """.formatted(id, more, name));
    }

    /** A file in {@code db/postgres}. */
    ScriptModule script(String file, String text) {
        return resource("db/postgres/" + file, text.getBytes(StandardCharsets.UTF_8));
    }

    ScriptModule resource(String file, byte[] bytes) {
        try {
            Path path = resourcePath(file);
            Files.createDirectories(path.getParent());
            Files.write(path, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Path resourcePath(String file) {
        return module.root().resolve("src/main/resources").resolve(file);
    }

    /** The source that was generated for a class of {@code com.acme}. */
    String generated(String name) {
        try {
            return Files.readString(module.generated().resolve("com/acme/" + name + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
