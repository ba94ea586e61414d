package dev.dbmigrate.processor;

import dev.dbmigrate.annotations.AllowUnsafe;
import dev.dbmigrate.annotations.Irreversible;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.annotations.MigrationScripts;
import dev.dbmigrate.processor.diagnostic.Levels;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.lock.LockCheck;
import dev.dbmigrate.processor.read.MigrationReader;
import dev.dbmigrate.processor.read.UnannotatedKinds;
import dev.dbmigrate.processor.script.Scripts;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Checks all migrations of a module together and writes its manifest. It runs in every compilation, also in one that has
 * no migration: only so can it notice that the last one is gone.
 *
 * <p>Classes are kept by name from round to round, since a compiler may replace its elements in between.
 */
public final class MigrationProcessor extends AbstractProcessor {

    private static final Set<Class<? extends Annotation>> ANNOTATIONS = Set.of(
            Migration.class,
            Irreversible.class,
            AllowUnsafe.class,
            AllowUnsafe.List.class,
            MigrationScripts.class,
            MigrationScripts.List.class);

    private final Set<String> migrations = new TreeSet<>();
    private final Set<String> companions = new TreeSet<>();
    private final Set<String> scriptPackages = new TreeSet<>();
    private @Nullable ModuleCompilation compilation;
    private boolean failed;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Set.of(Levels.OPTION, LockCheck.OPTION, LockCheck.RELOCK, Scripts.OPTION);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (!failed) {
            try {
                run(round, processingEnv);
            } catch (IOException | RuntimeException | LinkageError fault) {
                failed = true;
                processingEnv
                        .getMessager()
                        .printMessage(Kind.ERROR, MigrationDiagnostic.INTERNAL_ERROR.message(Faults.describe(fault)));
            }
        }
        return false;
    }

    private void run(RoundEnvironment round, ProcessingEnvironment environment) throws IOException {
        boolean news = addNames(round, environment);
        ModuleCompilation module = compilation;
        if (module == null) {
            module = new ModuleCompilation(environment, namedModule(round, environment));
            compilation = module;
            news = true;
        }
        if (round.processingOver()) {
            module.finish(migrations, companions, round.errorRaised());
        } else {
            if (module.generate(scriptPackages, round.getRootElements(), migrations)) {
                // what is generated is compiled in the next round, and all is read then
                return;
            }
            module.round(migrations, companions, news);
        }
    }

    private static @Nullable ModuleElement namedModule(RoundEnvironment round, ProcessingEnvironment environment) {
        return round.getRootElements().stream()
                .map(environment.getElementUtils()::getModuleOf)
                .filter(module -> module != null && !module.isUnnamed())
                .findFirst()
                .orElse(null);
    }

    /** One question for all annotations: the compiler walks through every class of the module to answer it. */
    private boolean addNames(RoundEnvironment round, ProcessingEnvironment environment) {
        // a module without dbmigrate on its class path is compiled with the processor too, when a parent POM names it
        TypeElement[] known = ANNOTATIONS.stream()
                .map(annotation -> environment.getElementUtils().getTypeElement(annotation.getCanonicalName()))
                .filter(Objects::nonNull)
                .toArray(TypeElement[]::new);
        boolean added = false;
        for (Element element : round.getElementsAnnotatedWithAny(known)) {
            if (element instanceof TypeElement type) {
                String name = type.getQualifiedName().toString();
                if (MigrationReader.isMigration(type)) {
                    added |= migrations.add(name);
                } else {
                    companions.add(name);
                }
            } else if (element instanceof PackageElement scripts) {
                scriptPackages.add(scripts.getQualifiedName().toString());
            }
        }
        if (known.length > 0) {
            companions.addAll(new UnannotatedKinds().find(round.getRootElements(), migrations));
        }
        return added;
    }
}
