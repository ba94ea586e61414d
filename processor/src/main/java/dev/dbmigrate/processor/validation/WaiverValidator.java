package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import dev.dbmigrate.processor.diagnostic.Diagnostics;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.diagnostic.Nearest;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Text;
import dev.dbmigrate.processor.model.Waiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A waiver names a finding that can be waived, and gives a reason. */
final class WaiverValidator implements MigrationValidator {

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<Finding> findings = new ArrayList<>();
        for (Waiver waiver : migration.waivers()) {
            checkRule(waiver, migration, findings);
            Text reason = waiver.reason();
            if (reason.known() && reason.value().isBlank()) {
                findings.add(MigrationDiagnostic.WAIVER_WITHOUT_REASON.on(
                        migration.type(),
                        waiver.annotation(),
                        reason.where(),
                        waiver.rule().value()));
            }
        }
        return findings;
    }

    private static void checkRule(Waiver waiver, MigrationDeclaration migration, List<Finding> findings) {
        Text rule = waiver.rule();
        if (!rule.known()) {
            return;
        }
        Optional<CompileDiagnostic> known = Diagnostics.find(rule.value());
        if (known.isEmpty()) {
            findings.add(MigrationDiagnostic.WAIVER_RULE_FORM.on(
                    migration.type(), waiver.annotation(), rule.where(), rule.value(), suggest(rule.value())));
        } else if (!known.get().isWaivable()) {
            findings.add(MigrationDiagnostic.WAIVER_OF_AN_ERROR.on(
                    migration.type(), waiver.annotation(), rule.where(), rule.value(), rule.value()));
        }
    }

    /** Whether a waiver names a finding that can be waived. */
    static boolean isOfWaivable(Waiver waiver) {
        return Diagnostics.find(waiver.rule().value())
                .filter(CompileDiagnostic::isWaivable)
                .isPresent();
    }

    private static String suggest(String text) {
        Matcher digits = DIGITS.matcher(text);
        String padded = "000" + (digits.find() ? digits.group() : "");
        String written = "DBM-C" + padded.substring(padded.length() - 3);
        List<String> waivable = Diagnostics.waivable();
        return waivable.contains(written)
                ? written
                : Nearest.to(written, waivable).orElse(waivable.get(0));
    }
}
