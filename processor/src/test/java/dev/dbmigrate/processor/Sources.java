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

    /** What a migration of any kind may need. */
    static final String ALL_IMPORTS = """
            package com.acme;

            import dev.dbmigrate.annotations.*;
            import java.util.*;
            import kinds.*;

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

    /** Adds all kinds, whose contexts have the methods that send statements. */
    static TestCompiler.Module withAllKinds(TestCompiler.Module module) {
        withKinds(module);
        kind(module, "Mongo", "mongodb", 20);
        kind(module, "Neo4j", "neo4j", 30);
        context(
                module,
                "Postgres",
                "  java.sql.Connection connection();\n  void execute(String sql);\n"
                        + "  long update(String sql, Object... parameters);\n"
                        + "  <T> java.util.List<T> query(String sql, java.util.function.Function<java.sql.ResultSet, T> row,"
                        + " Object... parameters);\n");
        context(
                module,
                "Neo4j",
                "  org.neo4j.driver.Driver driver();\n  void idempotentStep(String name, Runnable body);\n  void run(String cypher);\n"
                        + "  void run(String cypher, java.util.Map<String, Object> parameters);\n");
        driver(module);
        return module;
    }

    /** The driver is no dependency of the processor; a rule only knows its methods' names. */
    private static void driver(TestCompiler.Module module) {
        module.write(
                "org/neo4j/driver/Driver.java",
                "package org.neo4j.driver;\npublic interface Driver {\n  Session session();\n}\n");
        module.write(
                "org/neo4j/driver/Session.java",
                "package org.neo4j.driver;\npublic interface Session {\n  void run(String cypher);\n"
                        + "  void executeWrite(java.util.function.Consumer<Session> work);\n}\n");
    }

    private static void context(TestCompiler.Module module, String name, String methods) {
        module.write(
                "kinds/" + name + "Context.java",
                "package kinds;\npublic interface " + name + "Context {\n" + methods
                        + "  void step(String name, Runnable body);\n}\n");
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
