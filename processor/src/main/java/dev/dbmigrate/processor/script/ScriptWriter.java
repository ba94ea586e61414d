package dev.dbmigrate.processor.script;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.dbmigrate.annotations.AllowUnsafe;
import dev.dbmigrate.annotations.Irreversible;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.annotations.MigrationScript;
import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.processor.MigrationProcessor;
import dev.dbmigrate.processor.writing.GeneratedBy;
import dev.dbmigrate.processor.writing.Literal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.util.Elements;

/** Writes the class of a script. */
final class ScriptWriter {

    private final Filer filer;
    private final Optional<AnnotationSpec> generated;

    ScriptWriter(Elements elements, Filer filer, Optional<ModuleElement> module) {
        this.filer = filer;
        this.generated = GeneratedBy.processor(MigrationProcessor.class, elements, module);
    }

    /**
     * Writes a class.
     *
     * @param migration the migration
     * @param origin the package that names the folder
     * @throws IOException if the compiler cannot write it
     */
    void write(ScriptMigration migration, Element origin) throws IOException {
        ScriptFile up = migration.up();
        ScriptFile down = migration.down();
        ScriptLanguage language = up.name().language();
        String files = "{@code " + up.path() + "}" + (down == null ? "" : "\nand {@code " + down.path() + "}");
        TypeSpec.Builder type = TypeSpec.classBuilder(migration.name())
                .addJavadoc("$L", "The migration of " + files + ". Written by dbmigrate.\n")
                .addOriginatingElement(origin)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(language.migration());
        generated.ifPresent(type::addAnnotation);
        type.addAnnotation(mark(migration));
        type.addAnnotation(declaration(migration));
        migration
                .header()
                .value(ScriptHeader.IRREVERSIBLE)
                .ifPresent(why -> type.addAnnotation(AnnotationSpec.builder(Irreversible.class)
                        .addMember("value", "$L", Literal.of(why))
                        .build()));
        for (Map.Entry<String, String> waiver : migration.header().waivers()) {
            type.addAnnotation(AnnotationSpec.builder(AllowUnsafe.class)
                    .addMember("rule", "$L", Literal.of(waiver.getKey()))
                    .addMember("reason", "$L", Literal.of(waiver.getValue()))
                    .build());
        }
        type.addMethod(MethodSpec.constructorBuilder()
                .addJavadoc("For dbmigrate.\n")
                .addModifiers(Modifier.PUBLIC)
                .build());
        type.addMethod(half("up", up, migration.name()));
        if (down != null) {
            type.addMethod(half("down", down, migration.name()));
        }
        JavaFile.builder(migration.name().packageName(), type.build())
                .skipJavaLangImports(true)
                .indent("    ")
                .build()
                .writeTo(filer);
    }

    private static MethodSpec half(String method, ScriptFile file, ClassName owner) {
        ScriptLanguage language = file.name().language();
        return MethodSpec.methodBuilder(method)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(language.context(), "db")
                .addException(Exception.class)
                .addStatement(
                        "$T.run(db, $T.class,\n$L,\n$L)",
                        language.runner(),
                        owner,
                        Literal.of(file.path()),
                        Literal.of(file.digest()))
                .build();
    }

    private static AnnotationSpec mark(ScriptMigration migration) {
        AnnotationSpec.Builder mark = AnnotationSpec.builder(MigrationScript.class)
                .addMember("up", "$L", Literal.of(migration.up().path()));
        ScriptFile down = migration.down();
        if (down != null) {
            mark.addMember("down", "$L", Literal.of(down.path()));
        }
        return mark.addMember("checksum", "$L", Literal.of(migration.checksum()))
                .build();
    }

    private static AnnotationSpec declaration(ScriptMigration migration) {
        AnnotationSpec.Builder declaration = AnnotationSpec.builder(Migration.class)
                .addMember("id", "$L", Literal.of(migration.id()))
                .addMember("description", "$L", Literal.of(migration.description()))
                .addMember("version", "$L", Literal.of(migration.version()));
        addClasses(declaration, "dependsOn", migration.dependsOn());
        addClasses(declaration, "after", migration.after());
        addClasses(declaration, "replaces", migration.replaces());
        for (String id : migration.replacesIds()) {
            declaration.addMember("replacesIds", "$L", Literal.of(id));
        }
        if (!migration.transactional()) {
            declaration.addMember("transactional", "$L", false);
        }
        if (migration
                .header()
                .value(ScriptHeader.BREAKING)
                .filter("true"::equals)
                .isPresent()) {
            declaration.addMember("breaking", "$L", true);
        }
        Phase phase = migration.header().phase();
        if (phase != Phase.NONE) {
            declaration.addMember("phase", "$T.$L", Phase.class, phase.name());
        }
        if (!migration.source().database().isEmpty()) {
            declaration.addMember(
                    "database", "$L", Literal.of(migration.source().database()));
        }
        return declaration.build();
    }

    private static void addClasses(AnnotationSpec.Builder declaration, String member, List<ClassName> classes) {
        for (ClassName one : classes) {
            declaration.addMember(member, CodeBlock.of("$T.class", one));
        }
    }
}
