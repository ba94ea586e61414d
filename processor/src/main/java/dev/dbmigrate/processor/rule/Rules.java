package dev.dbmigrate.processor.rule;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.lock.ReleasedMigrations;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.rule.cypher.CypherRules;
import dev.dbmigrate.processor.rule.mongodb.MongoRules;
import dev.dbmigrate.processor.rule.postgres.PostgresRules;
import dev.dbmigrate.processor.rule.redis.RedisRules;
import dev.dbmigrate.processor.rule.text.TextRules;
import dev.dbmigrate.processor.source.Code;
import dev.dbmigrate.processor.source.SourceReader;
import java.util.ArrayList;
import java.util.List;

/** All rooms. A room is a package of its own and a line here. */
public final class Rules {

    private static final List<CodeRules> ROOMS =
            List.of(new TextRules(), new PostgresRules(), new CypherRules(), new MongoRules(), new RedisRules());

    private Rules() {}

    /**
     * Reads the code of all migrations of the module.
     *
     * @param all the migrations
     * @param released which of them are released
     * @param source reads their code
     * @return the code that can be seen
     */
    public static ModuleCode read(Migrations all, ReleasedMigrations released, SourceReader source) {
        List<MigrationCode> read = new ArrayList<>();
        for (MigrationDeclaration migration : all.own()) {
            Code code = source.code(migration.type());
            if (code.seen()) {
                read.add(new MigrationCode(migration, code, Statements.of(migration, code)));
            }
        }
        return new ModuleCode(all, read, released);
    }

    /**
     * Checks the code of a module by all rules.
     *
     * @param module the code
     * @return every finding
     */
    public static List<Finding> check(ModuleCode module) {
        List<Finding> findings = new ArrayList<>();
        ROOMS.forEach(room -> findings.addAll(room.check(module)));
        return findings;
    }
}
