package dev.dbmigrate.processor.source;

import com.sun.source.tree.Tree;
import javax.tools.Diagnostic.Kind;

/** A tree of {@code javac}. */
record JavacSpot(JavacFile file, Tree tree) implements Spot {

    @Override
    public Position position() {
        return file.position(file.start(tree));
    }

    @Override
    public void print(Kind kind, String message) {
        file.print(kind, message, tree);
    }
}
