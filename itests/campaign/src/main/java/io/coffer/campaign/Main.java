// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign;

import io.coffer.campaign.demo.Demo;
import io.coffer.campaign.drill.KillDrill;
import io.coffer.campaign.drill.LoadClient;
import io.coffer.campaign.drill.RebuildDrill;
import io.coffer.campaign.drill.ReorgDrill;
import io.coffer.campaign.drill.SwapDrill;
import io.coffer.campaign.drill.TailDrill;
import java.util.Arrays;
import java.util.List;

/** {@code demo}, {@code drill kill|rebuild|reorg|swap|tail}: each ends with one line of figures and exits 0 only if all held. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] line) {
        int status;
        try {
            status = run(new Arguments(Arrays.asList(line))) ? 0 : FAILED;
        } catch (IllegalArgumentException misuse) {
            System.out.println(misuse.getMessage());
            status = MISUSED;
        } catch (Exception failure) {
            failure.printStackTrace(System.out);
            System.out.println(String.join(" ", List.of(line).subList(0, Math.min(2, line.length))) + " failed");
            status = FAILED;
        }
        System.exit(status);
    }

    private static boolean run(Arguments arguments) throws Exception {
        String program = arguments.word(0).orElse("");
        arguments.allowWords(program.equals("drill") ? 2 : 1);
        return switch (program) {
            case "demo" -> Demo.run(arguments);
            case "load" -> LoadClient.run(arguments);
            case "drill" -> drill(arguments);
            default -> throw new IllegalArgumentException("what: give demo or drill kill|rebuild|reorg|swap|tail");
        };
    }

    private static boolean drill(Arguments arguments) throws Exception {
        String name = arguments.word(1).orElse("");
        return switch (name) {
            case "kill" -> KillDrill.run(arguments);
            case "rebuild" -> RebuildDrill.run(arguments);
            case "reorg" -> ReorgDrill.run(arguments);
            case "swap" -> SwapDrill.run(arguments);
            case "tail" -> TailDrill.run(arguments);
            default -> throw new IllegalArgumentException("drill: unknown; known are kill, rebuild, reorg, swap, tail");
        };
    }
}
