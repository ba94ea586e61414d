package dev.dbmigrate.processor;

import com.palantir.javapoet.ClassName;
import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.Levels;
import dev.dbmigrate.processor.lock.LockCheck;
import dev.dbmigrate.processor.lock.ReleasedMigrations;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.read.ModuleIndex;
import dev.dbmigrate.processor.read.ModuleMigrations;
import dev.dbmigrate.processor.rule.ModuleCode;
import dev.dbmigrate.processor.rule.Rules;
import dev.dbmigrate.processor.rule.outside.OutsideCode;
import dev.dbmigrate.processor.script.Scripts;
import dev.dbmigrate.processor.source.SourceReader;
import dev.dbmigrate.processor.source.Spot;
import dev.dbmigrate.processor.validation.Validation;
import dev.dbmigrate.processor.validation.Waivers;
import dev.dbmigrate.processor.writing.ClassOutput;
import dev.dbmigrate.processor.writing.IndexWriter;
import dev.dbmigrate.processor.writing.ManifestLine;
import dev.dbmigrate.processor.writing.ManifestModel;
import dev.dbmigrate.processor.writing.ManifestName;
import dev.dbmigrate.processor.writing.ManifestWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Read → model → validation → writing, for one compilation of one module.
 *
 * <p>All is written in the first round, because a further one would make the compiler enter every class again. What other
 * processors generate comes later: if a migration names a class that is not there yet, everything waits a round for it;
 * migrations that are themselves generated go into a manifest of their own.
 */
final class ModuleCompilation {

    private final ProcessingEnvironment environment;
    private final Optional<ModuleElement> module;
    private final ClassOutput output;
    private final Levels levels;
    private final LockCheck lock;
    private final List<String> previousManifests;
    private final Set<String> reported = new HashSet<>();
    private final Set<String> written = new HashSet<>();
    private final Set<String> manifests = new TreeSet<>();
    private final Scripts scripts;
    private boolean scriptsRead;
    private boolean waiting;
    private boolean clean;

    ModuleCompilation(ProcessingEnvironment environment, @Nullable ModuleElement module) {
        this.environment = environment;
        this.module = Optional.ofNullable(module);
        scripts = new Scripts(environment, this.module);
        output = new ClassOutput(environment.getFiler(), environment.getElementUtils());
        lock = new LockCheck(environment);
        previousManifests = output.previousServices();
        levels = Levels.of(environment.getOptions().get(Levels.OPTION));
        levels.faults().forEach(fault -> environment.getMessager().printMessage(Kind.ERROR, fault));
        clean = levels.faults().isEmpty();
    }

    /**
     * Writes the classes of script files, in the first round.
     *
     * @return whether there are any, so that everything waits a round for them
     */
    boolean generate(Set<String> packages, Set<? extends Element> roots, Set<String> compiled) throws IOException {
        if (scriptsRead) {
            return false;
        }
        scriptsRead = true;
        waiting = scripts.generate(packages, reader().previousScripts(), roots, compiled);
        return waiting;
    }

    /** A round that is not the last one. */
    void round(Set<String> compiled, Set<String> companions, boolean news) throws IOException {
        if (!news && !waiting) {
            return;
        }
        ModuleMigrations reader = reader();
        Migrations all = reader.read(compiled, scripts.gone());
        waiting = all.own().stream().anyMatch(MigrationDeclaration::unresolved);
        if (!waiting) {
            SourceReader source = SourceReader.of(environment);
            check(all, companions, reader, source);
            if (clean) {
                write(ManifestModel.lines(all, migration -> reader.facts(migration.type(), source)));
            }
        }
    }

    /** The last round: nothing can be generated any more, but everything must have been said. */
    void finish(Set<String> compiled, Set<String> companions, boolean errorRaised) throws IOException {
        if (waiting) {
            // the compiler reports what could not be found; our own findings need not wait for the mend
            ModuleMigrations reader = reader();
            check(reader.read(compiled, scripts.gone()), companions, reader, SourceReader.of(environment));
        }
        if (module.isEmpty() || !compiled.isEmpty()) {
            // the tests of a named module do not see its migrations
            lock.finish().forEach(this::report);
        }
        if (!waiting && clean && !errorRaised && !(manifests.isEmpty() && previousManifests.isEmpty())) {
            previousManifests.stream()
                    .filter(previous ->
                            !manifests.contains(previous) && !previous.equals(ManifestName.EMPTY.reflectionName()))
                    .forEach(output::deleteManifest);
            scripts.gone().forEach(output::deleteClass);
            output.writeServices(manifests);
        }
    }

    private ModuleMigrations reader() {
        List<String> previousIndexes = module.isEmpty()
                ? List.of()
                : previousManifests.stream()
                        .map(manifest -> ModuleIndex.nameFor(manifest, true))
                        .toList();
        return new ModuleMigrations(environment.getElementUtils(), output::contains, previousIndexes);
    }

    private void check(Migrations all, Set<String> companions, ModuleMigrations reader, SourceReader source) {
        List<Finding> findings = new ArrayList<>(Validation.validate(all));
        ReleasedMigrations released = lock.released(all, source);
        ModuleCode code = Rules.read(all, released, source, scripts::statements);
        findings.addAll(Rules.check(code));
        findings.addAll(lock.check(all, type -> reader.facts(type, source), source));
        findings.addAll(new OutsideCode(source, output::contains).check(code));
        Waivers waivers = new Waivers(all, released);
        findings.removeIf(waivers::waive);
        findings.addAll(waivers.ofNothing(code.migrations().stream()
                .map(each -> each.migration().className())
                .collect(Collectors.toSet())));
        Elements elements = environment.getElementUtils();
        List<TypeElement> beside = companions.stream()
                .map(elements::getTypeElement)
                .filter(Objects::nonNull)
                .toList();
        findings.addAll(Validation.validateCompanions(beside));
        findings.addAll(scripts.findings(all));
        findings.stream().map(scripts::placed).forEach(this::report);
    }

    private void report(Finding finding) {
        levels.of(finding.diagnostic()).ifPresent(kind -> report(finding, kind));
    }

    private void report(Finding finding, Kind kind) {
        clean &= kind != Kind.ERROR;
        if (!reported.add(finding.element() + " " + finding.value() + " " + finding.message())) {
            return;
        }
        Spot spot = finding.spot();
        Element element = finding.element();
        if (spot != null) {
            spot.print(kind, finding.message());
        } else if (element == null) {
            environment.getMessager().printMessage(kind, finding.message());
        } else {
            environment
                    .getMessager()
                    .printMessage(kind, finding.message(), element, finding.annotation(), finding.value());
        }
    }

    private void write(List<ManifestLine> all) throws IOException {
        List<ManifestLine> lines =
                all.stream().filter(line -> written.add(line.className())).toList();
        if (lines.isEmpty() && (module.isPresent() || !manifests.isEmpty())) {
            // the empty manifest's package is fixed, and no two named modules may contain one package
            return;
        }
        Elements elements = environment.getElementUtils();
        if (lines.isEmpty() && elements.getTypeElement(Manifest.class.getName()) == null) {
            // a module without dbmigrate on its class path, whose processor stands in the common parent's POM
            return;
        }
        ClassName name = ManifestName.of(lines);
        new ManifestWriter(elements, environment.getFiler()).write(name, lines, module);
        if (!lines.isEmpty()) {
            new IndexWriter(elements, environment.getFiler()).write(name, lines, module);
            manifests.remove(ManifestName.EMPTY.reflectionName());
        }
        manifests.add(name.reflectionName());
    }
}
