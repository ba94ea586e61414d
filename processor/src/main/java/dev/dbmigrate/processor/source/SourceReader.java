package dev.dbmigrate.processor.source;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Reads source text, where the compiler lets us. */
public interface SourceReader {

    /** Where the compiler is not {@code javac}: the checksum is absent then, and no code is seen. */
    SourceReader BLIND = new SourceReader() {
        @Override
        public SourceFacts read(TypeElement type, Collection<TypeElement> includes) {
            return SourceFacts.UNSEEN;
        }

        @Override
        public Optional<String> checksumWithId(TypeElement type, Collection<TypeElement> includes, String id) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> file(TypeElement type) {
            return Optional.empty();
        }

        @Override
        public Code code(TypeElement type) {
            return Code.UNSEEN;
        }

        @Override
        public @Nullable Path file(Element element) {
            return null;
        }
    };

    /**
     * Reads what the source tells about a class.
     *
     * @param type the class
     * @param includes the classes whose source is a part of its checksum
     * @return the facts, or {@link SourceFacts#UNSEEN} for a class that is not compiled from source here; without a checksum if
     *     that is so for an included class
     */
    SourceFacts read(TypeElement type, Collection<TypeElement> includes);

    /**
     * The checksum that a migration would have under another id.
     *
     * @param type its class
     * @param includes the classes whose source is a part of its checksum
     * @param id the other id
     * @return the checksum, or empty where it cannot be had
     */
    Optional<String> checksumWithId(TypeElement type, Collection<TypeElement> includes, String id);

    /** The file in which a class stands, if it is compiled from a file of the default file system here. */
    Optional<Path> file(TypeElement type);

    /**
     * Reads the code of a class.
     *
     * @param type the class
     * @return the code, or {@link Code#UNSEEN} for a class that is not compiled from source here
     */
    Code code(TypeElement type);

    /**
     * Where the source of an element lies.
     *
     * @param element a class or package
     * @return its file, or null for what is not compiled from a file here
     */
    @Nullable
    Path file(Element element);

    /** A reader for this compiler; one that sees nothing where the compiler is not {@code javac}. */
    static SourceReader of(ProcessingEnvironment environment) {
        try {
            return new JavacSourceReader(environment);
        } catch (LinkageError | IllegalArgumentException notJavac) {
            // com.sun.source is not there, or the environment is another compiler's
            return BLIND;
        }
    }
}
