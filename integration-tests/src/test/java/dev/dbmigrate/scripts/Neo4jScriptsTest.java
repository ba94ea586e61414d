package dev.dbmigrate.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.support.CompiledModule;
import dev.dbmigrate.testkit.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** Dated Cypher files from disk to the server. */
class Neo4jScriptsTest {

    @TempDir
    Path folder;

    private TestDatabases databases;
    private TargetConfig neo4j;
    private CompiledModule module;

    @BeforeEach
    void openDatabase() {
        databases = TestDatabases.open();
        neo4j = databases.neo4j();
        module = new CompiledModule(folder).java("com/acme/migrations/package-info.java", """
                @dev.dbmigrate.annotations.MigrationScripts(folder = "db/neo4j", version = "1.0.0")
                package com.acme.migrations;
                """);
    }

    @AfterEach
    void closeDatabase() throws IOException {
        module.close();
        databases.close();
    }

    private DbMigrate migrate() throws IOException {
        return DbMigrate.builder(Configuration.of(List.of(neo4j)))
                .manifests(module.compile().manifests())
                .build();
    }

    private List<String> ask(String cypher) {
        try (Driver driver = GraphDatabase.driver(
                neo4j.url(),
                neo4j.password() == null
                        ? AuthTokens.none()
                        : AuthTokens.basic(neo4j.user(), neo4j.password().reveal()))) {
            return driver.executableQuery(cypher).execute().records().stream()
                    .map(row -> row.get(0).asString())
                    .toList();
        }
    }

    @Test
    void schemaAndDataOfAScriptAreAppliedAndRolledBack() throws Exception {
        module.resource("db/neo4j/2025-01-15-001-add-product-rating-index.cypher", """
                        // rating; for the list of products
                        CREATE INDEX product_rating IF NOT EXISTS FOR (p:Product) ON (p.rating);
                        MERGE (p:Product {id: 'a;b'}) SET p.rating = 5;
                        """)
                .resource(
                        "db/neo4j/2025-01-15-001-add-product-rating-index-down.cypher",
                        "MATCH (p:Product {id: 'a;b'}) DELETE p;\nDROP INDEX product_rating IF EXISTS;\n");
        DbMigrate migrate = migrate();

        assertThat(migrate.apply().parts())
                .extracting(ExecutedPart::id)
                .containsExactly("2025-01-15-001-add-product-rating-index");
        assertThat(ask("MATCH (p:Product) WHERE p.rating = 5 RETURN p.id")).containsExactly("a;b");
        assertThat(ask("SHOW INDEXES YIELD name WHERE name = 'product_rating' RETURN name"))
                .hasSize(1);

        migrate.rollback(RollbackRequest.last(1));
        assertThat(ask("MATCH (p:Product) RETURN p.id")).isEmpty();
        assertThat(ask("SHOW INDEXES YIELD name WHERE name = 'product_rating' RETURN name"))
                .isEmpty();
    }

    @Test
    void anErrorNamesFileLineAndColumn() throws Exception {
        module.resource(
                "db/neo4j/2025-01-15-001-x.cypher",
                "MERGE (p:Product {id: '1'});\n\nMATCH (p:Product {id: '1'})\nSET p.a = nosuch(1);\n");
        assertThat(catchThrowableOfType(
                        DbMigrateException.class, () -> migrate().apply()))
                .hasMessageContaining("statement 2 of 2 of 2025-01-15-001-x.cypher, line 4, column 11");
        assertThat(ask("MATCH (p:Product) RETURN p.id")).isEmpty();
    }
}
