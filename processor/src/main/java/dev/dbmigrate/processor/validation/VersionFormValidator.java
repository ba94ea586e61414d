package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version is MAJOR.MINOR.PATCH. */
final class VersionFormValidator implements MigrationValidator {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        Text version = migration.version();
        if (!version.known() || migration.semanticVersion().isPresent()) {
            return List.of();
        }
        return List.of(MigrationDiagnostic.VERSION_FORM.on(
                migration.type(), migration.annotation(), version.where(), version.value(), suggest(version.value())));
    }

    /** The first three numbers in the text, zeros for what is missing: v1.2 → 1.2.0, 1.2.3-beta → 1.2.3. */
    private static String suggest(String text) {
        List<String> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text.strip());
        while (numbers.size() < 3 && matcher.find()) {
            numbers.add(String.valueOf(Integer.parseInt(matcher.group())));
        }
        if (numbers.isEmpty()) {
            return "1.0.0";
        }
        while (numbers.size() < 3) {
            numbers.add("0");
        }
        return String.join(".", numbers);
    }
}
