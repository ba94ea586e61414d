package dev.dbmigrate.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.support.CompiledModule;
import dev.dbmigrate.testkit.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module that the guide shows compiles, and is applied and rolled back. */
class ScriptsGuideTest {

    private static final Pattern FILE =
            Pattern.compile("(?ms)^```\\w+\\n(?://|--) src/main/(java|resources)/(\\S+)\\n(.*?)^```$");

    @TempDir
    Path folder;

    @Test
    void whatTheGuideShowsWorks() throws Exception {
        try (CompiledModule module = new CompiledModule(folder);
                TestDatabases databases = TestDatabases.open()) {
            for (MatchResult file : FILE.matcher(Files.readString(Path.of("../docs/guides/scripts.md")))
                    .results()
                    .toList()) {
                if (file.group(1).equals("java")) {
                    module.java(file.group(2), file.group(3));
                } else {
                    module.resource(file.group(2), file.group(3));
                }
            }
            DbMigrate migrate = DbMigrate.builder(Configuration.of(List.of(databases.postgres(), databases.neo4j())))
                    .manifests(module.compile().manifests())
                    .build();
            assertThat(migrate.apply().parts())
                    .extracting(ExecutedPart::id)
                    .containsExactlyInAnyOrder(
                            "V001-archived-sessions",
                            "V002-add-session-tags",
                            "V003_fill_tags",
                            "2025-01-15-001-add-product-rating-index");
            assertThat(migrate.rollback(RollbackRequest.last(4)).parts()).hasSize(4);
        }
    }
}
