// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.architecture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.util.Printer;

/**
 * Finds every use of float and double in our classes of a jar: fields, parameters, constants, calls, arithmetic. A rule
 * over signatures alone would miss {@code (long) (amount * 0.01)}.
 */
final class FloatingPoint extends ClassVisitor {
    private final List<String> uses = new ArrayList<>();
    private String owner = "";

    private FloatingPoint() {
        super(Opcodes.ASM9);
    }

    static List<String> usesIn(Path bundle) throws IOException {
        FloatingPoint finder = new FloatingPoint();
        try (JarFile jar = new JarFile(bundle.toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith("io/coffer/") && entry.getName().endsWith(".class")) {
                    new ClassReader(jar.getInputStream(entry)).accept(finder, ClassReader.SKIP_FRAMES);
                }
            }
        }
        return finder.uses;
    }

    /** As {@link #usesIn} for one class, so that the finder itself can be tested. */
    static List<String> usesOf(byte[] classFile) {
        FloatingPoint finder = new FloatingPoint();
        new ClassReader(classFile).accept(finder, ClassReader.SKIP_FRAMES);
        return finder.uses;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        owner = name.replace('/', '.');
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        check(name, Type.getType(descriptor));
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        checkCall(name, descriptor);
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitInsn(int opcode) {
                String mnemonic = Printer.OPCODES[opcode];
                if (mnemonic.matches("[FD](CONST|ADD|SUB|MUL|DIV|REM|NEG|CMP|ALOAD|ASTORE|RETURN|2).*|[IL]2[FD]")) {
                    use(name, mnemonic);
                }
            }

            @Override
            public void visitLdcInsn(Object value) {
                if (value instanceof Float || value instanceof Double) {
                    use(name, "constant " + value);
                }
            }

            @Override
            public void visitMethodInsn(
                    int opcode, String target, String method, String calledDescriptor, boolean isInterface) {
                checkCall(name + " -> " + method, calledDescriptor);
            }
        };
    }

    private void checkCall(String where, String descriptor) {
        check(where, Type.getReturnType(descriptor));
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            check(where, argument);
        }
    }

    private void check(String where, Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        String name = element.getClassName();
        if (List.of("float", "double", "java.lang.Float", "java.lang.Double").contains(name)) {
            use(where, name);
        }
    }

    private void use(String where, String what) {
        uses.add(owner + "." + where + ": " + what);
    }
}
