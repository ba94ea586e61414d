package dev.dbmigrate.processor.source;

import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.dbmigrate.processor.source.JavaTokens.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Reads through {@code javac}'s public tree API. This class and those that it makes are the only ones that name
 * {@code com.sun.source}.
 */
final class JavacSourceReader implements SourceReader {

    private final Trees trees;
    private final Elements elements;

    JavacSourceReader(ProcessingEnvironment environment) {
        trees = Trees.instance(environment);
        elements = environment.getElementUtils();
    }

    @Override
    public SourceFacts read(TypeElement type, Collection<TypeElement> includes) {
        @Nullable TreePath path = trees.getPath(type);
        TypeElement outer = outermost(type);
        @Nullable TreePath outermost = outer.equals(type) ? path : trees.getPath(outer);
        if (path == null || outermost == null) {
            return SourceFacts.UNSEEN;
        }
        try {
            String whole = text(outermost);
            List<Token> tokens = JavaTokens.ofDeclaration(whole);
            int start = start(path);
            String name = type.getSimpleName().toString();
            int below = outer.equals(type)
                    ? JavaTokens.linesToName(whole, tokens, name)
                    : JavaTokens.linesToName(text(path), name);
            long first = path.getCompilationUnit().getLineMap().getLineNumber(start);
            String checksum = withIncluded(tokens, outer, includes)
                    .map(JavaTokens::checksum)
                    .orElse(null);
            return new SourceFacts(checksum, (int) first + below);
        } catch (IOException unreadable) {
            return SourceFacts.UNSEEN;
        }
    }

    @Override
    public Optional<String> checksumWithId(TypeElement type, Collection<TypeElement> includes, String id) {
        TypeElement outer = outermost(type);
        @Nullable TreePath path = trees.getPath(outer);
        if (path == null) {
            return Optional.empty();
        }
        try {
            List<Token> tokens = JavaTokens.withId(JavaTokens.ofDeclaration(text(path)), id);
            return withIncluded(tokens, outer, includes).map(JavaTokens::checksum);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The tokens of a migration and, behind them, of the files that it includes; empty if one of those cannot be seen. */
    private Optional<List<Token>> withIncluded(List<Token> own, TypeElement outer, Collection<TypeElement> includes)
            throws IOException {
        if (includes.isEmpty()) {
            return Optional.of(own);
        }
        Map<String, TypeElement> files = new TreeMap<>();
        for (TypeElement included : includes) {
            TypeElement file = outermost(included);
            files.put(file.getQualifiedName().toString(), file);
        }
        files.remove(outer.getQualifiedName().toString());
        List<Token> all = new ArrayList<>(own);
        for (TypeElement file : files.values()) {
            @Nullable TreePath path = trees.getPath(file);
            if (path == null) {
                return Optional.empty();
            }
            all.addAll(JavaTokens.ofDeclaration(text(path)));
        }
        return Optional.of(all);
    }

    /** A file's text from the beginning of a declaration. */
    private String text(TreePath path) throws IOException {
        return path.getCompilationUnit()
                .getSourceFile()
                .getCharContent(true)
                .toString()
                .substring(start(path));
    }

    @Override
    public Optional<Path> file(TypeElement type) {
        @Nullable TreePath path = trees.getPath(type);
        if (path == null) {
            return Optional.empty();
        }
        URI place = path.getCompilationUnit().getSourceFile().toUri();
        return "file".equals(place.getScheme()) ? Optional.of(Path.of(place)) : Optional.empty();
    }

    @Override
    public Code code(TypeElement type) {
        @Nullable TreePath path = trees.getPath(type);
        if (path == null) {
            return Code.UNSEEN;
        }
        try {
            return new CodeReader(trees, elements, path, outermost(type)).read();
        } catch (IOException unreadable) {
            return Code.UNSEEN;
        }
    }

    @Override
    public @Nullable Path file(Element element) {
        @Nullable TreePath path = trees.getPath(element);
        if (path == null) {
            return null;
        }
        URI file = path.getCompilationUnit().getSourceFile().toUri();
        return "file".equals(file.getScheme()) ? Path.of(file) : null;
    }

    private int start(TreePath path) {
        return (int) trees.getSourcePositions().getStartPosition(path.getCompilationUnit(), path.getLeaf());
    }

    private static TypeElement outermost(TypeElement type) {
        TypeElement at = type;
        for (Element outer = type.getEnclosingElement();
                outer != null && outer.getKind() != ElementKind.PACKAGE;
                outer = outer.getEnclosingElement()) {
            if (outer instanceof TypeElement enclosing) {
                at = enclosing;
            }
        }
        return at;
    }
}
