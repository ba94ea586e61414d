package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.TypeElement;

/** All rules. A rule is a class of its own and a line here. */
public final class Validation {

    private static final List<MigrationValidator> VALIDATORS = List.of(
            new IdFormValidator(),
            new DuplicateIdValidator(),
            new ClassShapeValidator(),
            new ConstructorValidator(),
            new KindValidator(),
            new OverrideValidator(),
            new ReferenceValidator(),
            new RepeatedReferenceValidator(),
            new CycleValidator(),
            new VersionFormValidator(),
            new VersionOrderValidator(),
            new BreakingVersionValidator(),
            new PhaseValidator(),
            new DescriptionValidator(),
            new IrreversibleValidator(),
            new WaiverValidator(),
            new DatabaseValidator(),
            new ReplacedIdValidator());

    private Validation() {}

    /**
     * Checks all migrations of the module by all rules.
     *
     * @param all the migrations
     * @return every finding, class by class
     */
    public static List<Finding> validate(Migrations all) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationDeclaration migration : all.own()) {
            for (MigrationValidator validator : VALIDATORS) {
                findings.addAll(validator.validate(migration, all));
            }
        }
        return findings;
    }

    /**
     * Checks the classes that carry an annotation that belongs beside {@code @Migration}.
     *
     * @param types the classes
     * @return a finding for each that is no migration
     */
    public static List<Finding> validateCompanions(List<TypeElement> types) {
        return types.stream()
                .flatMap(type -> CompanionValidator.validate(type).stream())
                .toList();
    }
}
