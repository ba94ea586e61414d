package dev.dbmigrate.processor.rule;

import dev.dbmigrate.processor.lock.ReleasedMigrations;
import dev.dbmigrate.processor.model.Migrations;
import java.util.List;

/**
 * The code of a module's migrations.
 *
 * @param all the declarations, also of those whose code cannot be seen
 * @param migrations those whose code can be seen, sorted by class name
 * @param released which of them may have been applied somewhere
 */
public record ModuleCode(Migrations all, List<MigrationCode> migrations, ReleasedMigrations released) {

    public ModuleCode {
        migrations = List.copyOf(migrations);
    }
}
