package dev.dbmigrate.processor.writing;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import java.util.Optional;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** {@code @Generated} without a date, where the module can read it: it stands in {@code java.compiler}. */
public final class GeneratedBy {

    private static final String GENERATED = "javax.annotation.processing.Generated";

    private GeneratedBy() {}

    /** The annotation that names a processor; nothing where the module does not read it. */
    public static Optional<AnnotationSpec> processor(
            Class<?> processor, Elements elements, Optional<ModuleElement> module) {
        TypeElement generated = module.isPresent()
                ? elements.getTypeElement(module.get(), GENERATED)
                : elements.getTypeElement(GENERATED);
        return Optional.ofNullable(generated)
                .map(type -> AnnotationSpec.builder(ClassName.get(type))
                        .addMember("value", "$L", Literal.of(processor.getName()))
                        .build());
    }
}
