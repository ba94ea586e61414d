package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.read.UnannotatedKinds;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.TypeElement;

/** All rules. A rule is a class of its own and a line here. */
public final class Validation {

    private static final List<MigrationValidator> VALIDATORS = List.of(
            new IdFormValidator(),
            new DuplicateIdValidator(),
            new SimilarIdValidator(),
            new ClassShapeValidator(),
            new ConstructorValidator(),
            new KindValidator(),
            new OverrideValidator(),
            new ReferenceValidator(),
            new RepeatedReferenceValidator(),
            new CycleValidator(),
            new VersionFormValidator(),
            new AfterValidator(),
            new VersionOrderValidator(),
            new LoweredVersionValidator(),
            new BreakingVersionValidator(),
            new MajorVersionValidator(),
            new PhaseValidator(),
            new PhaseOrderValidator(),
            new DescriptionValidator(),
            new IrreversibleValidator(),
            new DownValidator(),
            new WaiverValidator(),
            new DatabaseValidator(),
            new ReplacedIdValidator(),
            new ReplacedTwiceValidator(),
            new ReplacementChainValidator(),
            new ReplacementOrderValidator(),
            new NamesReplacedValidator());

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
        findings.addAll(ElsewhereValidator.validate(all));
        return findings;
    }

    /**
     * Checks the classes that are no migrations but carry an annotation that belongs beside {@code @Migration}, or implement a
     * kind.
     *
     * @param types the classes
     * @return the findings
     */
    public static List<Finding> validateCompanions(List<TypeElement> types) {
        UnannotatedKinds kinds = new UnannotatedKinds();
        List<Finding> findings = new ArrayList<>();
        for (TypeElement type : types) {
            findings.addAll(CompanionValidator.validate(type));
            findings.addAll(UnannotatedKindValidator.validate(type, kinds));
        }
        return findings;
    }
}
