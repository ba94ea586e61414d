package dev.dbmigrate.processor.writing;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.processor.read.ModuleIndex;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/** The folder into which the module is compiled, with what an earlier compilation left there. */
public final class ClassOutput {

    private static final String SERVICE = "META-INF/services/" + Manifest.class.getName();

    private final Filer filer;
    private final Elements elements;

    public ClassOutput(Filer filer, Elements elements) {
        this.filer = filer;
        this.elements = elements;
    }

    /** Whether an earlier compilation of this module left the class file of a type here. */
    public boolean contains(TypeElement type) {
        return classFile(elements.getBinaryName(type).toString())
                .filter(ClassOutput::exists)
                .isPresent();
    }

    /** Names the manifests to ServiceLoader. */
    public void writeServices(Collection<String> manifests) throws IOException {
        FileObject file = filer.createResource(StandardLocation.CLASS_OUTPUT, "", SERVICE);
        try (Writer writer = file.openWriter()) {
            for (String manifest : manifests) {
                writer.write(manifest + "\n");
            }
        }
    }

    /** The manifests that an earlier compilation named to ServiceLoader. */
    public List<String> previousServices() {
        try {
            FileObject file = filer.getResource(StandardLocation.CLASS_OUTPUT, "", SERVICE);
            try (BufferedReader reader = new BufferedReader(file.openReader(true))) {
                return reader.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList();
            }
        } catch (IOException | IllegalArgumentException nothingThere) {
            // the first compilation, or a compiler that keeps no output: then nothing is left over
            return List.of();
        }
    }

    /**
     * Deletes the classes of an earlier manifest that is not written again. Nothing would use them, but they would be
     * shipped, and name classes that are gone.
     */
    public void deleteManifest(String binaryName) {
        delete(binaryName);
        delete(ModuleIndex.nameFor(binaryName, false));
        delete(ModuleIndex.nameFor(binaryName, true));
        int part = 0;
        while (delete(binaryName + "$Part" + part)) {
            part++;
        }
    }

    /** Deletes the class file of a migration whose script is gone. */
    public void deleteClass(String binaryName) {
        delete(binaryName);
    }

    /** Deletes the class file of a type that is generated no more; one that cannot be deleted does no harm. */
    private boolean delete(String binaryName) {
        // the compiler's own FileObject.delete() refuses
        return classFile(binaryName)
                .filter(file -> "file".equals(file.toUri().getScheme()))
                .map(file -> Path.of(file.toUri()).toFile().delete())
                .orElse(false);
    }

    private Optional<FileObject> classFile(String binaryName) {
        int dot = binaryName.lastIndexOf('.');
        String folder = dot < 0 ? "" : binaryName.substring(0, dot);
        try {
            return Optional.ofNullable(
                    filer.getResource(StandardLocation.CLASS_OUTPUT, folder, binaryName.substring(dot + 1) + ".class"));
        } catch (IOException | IllegalArgumentException nothingThere) {
            return Optional.empty();
        }
    }

    private static boolean exists(FileObject file) {
        try (InputStream in = file.openInputStream()) {
            return in.read() >= 0;
        } catch (FileNotFoundException | NoSuchFileException missing) {
            return false;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
