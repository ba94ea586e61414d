package dev.dbmigrate.processor.writing;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.tools.JavaFileObject;

/** Hands generated classes to the compiler. */
final class SourceFiles {

    private SourceFiles() {}

    static void write(String packageName, TypeSpec type, LongLists lists, List<ManifestLine> lines, Filer filer)
            throws IOException {
        String frame = JavaFile.builder(packageName, type)
                .skipJavaLangImports(true)
                .indent("    ")
                .build()
                .toString();
        Element[] origins = lines.stream().map(ManifestLine::type).toArray(Element[]::new);
        JavaFileObject file = filer.createSourceFile(packageName + "." + type.name(), origins);
        try (Writer writer = file.openWriter()) {
            writer.write(lists.into(frame));
        }
    }
}
