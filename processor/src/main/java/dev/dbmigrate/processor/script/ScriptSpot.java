package dev.dbmigrate.processor.script;

import dev.dbmigrate.processor.source.Position;
import dev.dbmigrate.processor.source.Spot;
import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.PackageElement;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A place in a script. A compiler knows no line outside of its own sources: the message stands on the annotation that names the
 * script's folder, and says the place itself.
 */
record ScriptSpot(
        Messager messager, PackageElement element, @Nullable AnnotationMirror place, Position position)
        implements Spot {

    @Override
    public void print(Kind kind, String message) {
        if (place == null) {
            messager.printMessage(kind, message, element);
        } else {
            messager.printMessage(kind, message, element, place);
        }
    }
}
