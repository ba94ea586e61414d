package dev.dbmigrate.processor;

/** Sources for tests. Kinds are declared here: the processor knows the runtime's only by their annotation. */
final class Sources {

    static final String HEAD = """
            package com.acme;

            import dev.dbmigrate.annotations.AllowUnsafe;
            import dev.dbmigrate.annotations.Irreversible;
            import dev.dbmigrate.annotations.Migration;
            import dev.dbmigrate.annotations.Phase;
            import kinds.PostgresContext;
            import kinds.PostgresMigration;
            import kinds.RedisContext;
            import kinds.RedisMigration;

            """;

    static final String UP = "  @Override public void up(PostgresContext db) {}\n";
    static final String DOWN = "  @Override public void down(PostgresContext db) {}\n";

    private Sources() {}

    /** Adds two kinds to a module. */
    static TestCompiler.Module withKinds(TestCompiler.Module module) {
        kind(module, "Postgres", "postgres", 10);
        kind(module, "Redis", "redis", 40);
        return module;
    }

    private static void kind(TestCompiler.Module module, String name, String kind, int order) {
        module.write("kinds/" + name + "Context.java", "package kinds;\npublic interface " + name + "Context {}\n");
        module.write("kinds/" + name + "Migration.java", """
                package kinds;
                @dev.dbmigrate.annotations.DatabaseKind(value = "%2$s", order = %3$d)
                public interface %1$sMigration {
                  void up(%1$sContext db) throws Exception;
                  default void down(%1$sContext db) throws Exception { throw new IllegalStateException(); }
                  default void verify(%1$sContext db) throws Exception {}
                }
                """.formatted(name, kind, order));
    }

    /** A right migration; {@code more} goes into the annotation. */
    static String migration(String name, String id, String version, String more) {
        return HEAD + """
                @Migration(
                    id = "%s",
                    description = "What %s does",
                    version = "%s"%s)
                public final class %s implements PostgresMigration {
                """.formatted(id, name, version, more, name) + UP + DOWN + "}\n";
    }

    static void add(TestCompiler.Module module, String name, String id, String version, String more) {
        module.write("com/acme/" + name + ".java", migration(name, id, version, more));
    }
}
