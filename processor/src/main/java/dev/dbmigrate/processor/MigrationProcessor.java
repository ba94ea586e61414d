package dev.dbmigrate.processor;

import com.palantir.javapoet.ClassName;
import dev.dbmigrate.annotations.AllowUnsafe;
import dev.dbmigrate.annotations.Irreversible;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.read.ModuleMigrations;
import dev.dbmigrate.processor.source.SourceReader;
import dev.dbmigrate.processor.validation.Validation;
import dev.dbmigrate.processor.writing.ClassOutput;
import dev.dbmigrate.processor.writing.ManifestLine;
import dev.dbmigrate.processor.writing.ManifestModel;
import dev.dbmigrate.processor.writing.ManifestName;
import dev.dbmigrate.processor.writing.ManifestWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic.Kind;

/**
 * Checks all migrations of a module together and writes its manifest. It runs in every compilation, also in one that has
 * no migration: only so can it notice that the last one is gone.
 *
 * <p>It waits for the first round that brings no new migration, since other processors may generate some. Classes are
 * kept by name from round to round; a compiler may replace its elements in between.
 */
public final class MigrationProcessor extends AbstractProcessor {

    private final Set<String> migrations = new TreeSet<>();
    private final Set<String> companions = new TreeSet<>();
    private Optional<ModuleElement> module = Optional.empty();
    private boolean done;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        try {
            collect(round);
        } catch (IOException | RuntimeException fault) {
            done = true;
            processingEnv
                    .getMessager()
                    .printMessage(Kind.ERROR, CompileDiagnostic.INTERNAL_ERROR.message(Faults.describe(fault)));
        }
        return false;
    }

    private void collect(RoundEnvironment round) throws IOException {
        if (module.isEmpty()) {
            module = round.getRootElements().stream()
                    .map(processingEnv.getElementUtils()::getModuleOf)
                    .filter(found -> found != null && !found.isUnnamed())
                    .findFirst();
        }
        boolean more = addNames(round.getElementsAnnotatedWith(Migration.class), migrations);
        addNames(round.getElementsAnnotatedWith(Irreversible.class), companions);
        addNames(round.getElementsAnnotatedWith(AllowUnsafe.class), companions);
        addNames(round.getElementsAnnotatedWith(AllowUnsafe.List.class), companions);
        if (!done && (!more || round.processingOver())) {
            done = true;
            checkAndWrite(round.errorRaised());
        }
    }

    private static boolean addNames(Set<? extends Element> elements, Set<String> names) {
        boolean added = false;
        for (Element element : elements) {
            if (element instanceof TypeElement type) {
                added |= names.add(type.getQualifiedName().toString());
            }
        }
        return added;
    }

    private void checkAndWrite(boolean errorRaised) throws IOException {
        Elements elements = processingEnv.getElementUtils();
        ClassOutput output = new ClassOutput(processingEnv.getFiler(), elements);
        ModuleMigrations reader = new ModuleMigrations(elements, output::contains);
        Migrations all = reader.read(migrations);
        List<Finding> findings = new ArrayList<>(Validation.validate(all));
        findings.addAll(Validation.validateCompanions(types(companions, elements)));
        findings.forEach(this::report);
        boolean clean =
                findings.stream().noneMatch(finding -> finding.diagnostic().kind() == Kind.ERROR);
        if (clean && !errorRaised) {
            SourceReader source = SourceReader.of(processingEnv);
            write(ManifestModel.lines(all, migration -> reader.facts(migration.type(), source)), output);
        }
    }

    private void write(List<ManifestLine> lines, ClassOutput output) throws IOException {
        if (lines.isEmpty() && module.isPresent()) {
            // the empty manifest's package is fixed, and no two named modules may contain one package
            return;
        }
        ClassName name = ManifestName.of(lines);
        new ManifestWriter(processingEnv.getElementUtils(), processingEnv.getFiler()).write(name, lines, module);
        output.writeService(name.reflectionName());
    }

    private static List<TypeElement> types(Set<String> names, Elements elements) {
        Set<TypeElement> types = new LinkedHashSet<>();
        names.forEach(name -> {
            TypeElement type = elements.getTypeElement(name);
            if (type != null) {
                types.add(type);
            }
        });
        return List.copyOf(types);
    }

    private void report(Finding finding) {
        processingEnv
                .getMessager()
                .printMessage(
                        finding.diagnostic().kind(),
                        finding.message(),
                        finding.element(),
                        finding.annotation(),
                        finding.value());
    }
}
