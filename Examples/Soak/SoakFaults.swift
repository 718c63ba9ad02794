// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTLTypes

/// What goes wrong at the server all the time.
enum SoakFaults {
    /// Faults of each kind but the loss of an account's key, which is the end of a session and no accident.
    static var all: [(name: String, fault: LocalFault)] { calls + updates + untidiness }

    private static func fault(
        _ name: String, _ kind: LocalFault.Kind, _ probability: Double, methods: Set<String>? = nil
    ) -> (name: String, fault: LocalFault) {
        (name, LocalFault(kind, methods: methods, occurrence: .probability(probability)))
    }

    private static var calls: [(name: String, fault: LocalFault)] {
        [
            fault("calls lost", .closeBeforeRunning, 0.001), fault("calls lost", .ignoreMessage, 0.0005),
            fault("answers lost", .closeAfterRunning, 0.001), fault("answers lost", .loseAnswer, 0.001),
            fault("answers duplicated", .duplicateAnswer, 0.01),
            fault("answers delayed", .delayAnswer(.milliseconds(300)), 0.01),
            fault("wrong salts", .badServerSalt, 0.002), fault("refused packets", .badMessage(code: 16), 0.0005),
            fault("refused packets", .badMessage(code: 20), 0.0005),
            fault("refused packets", .badMessage(code: 32), 0.0002),
            fault("refused packets", .badMessage(code: 64), 0.0002),
            fault("refused connections", .transportError(-429), 0.0002),
            fault("refused connections", .transportError(-404), 0.0002),
            fault("sessions forgotten", .forgetSessions, 0.0001),
            fault("floods", .answer(RPCFailure(420, .floodWait, value: 1)), 0.002),
            fault("trouble", .answer(RPCFailure(500, TLErrorName(rawValue: "RPC_CALL_FAIL"))), 0.001),
            fault("trouble", .answer(RPCFailure(-503, TLErrorName(rawValue: "Timeout"))), 0.001),
        ]
    }

    private static var updates: [(name: String, fault: LocalFault)] {
        [
            fault("updates dropped", .dropUpdates, 0.005), fault("updates lost", .loseUpdates, 0.003),
            fault("updates duplicated", .duplicateUpdates, 0.01),
            fault("updates delayed", .delayUpdates(.milliseconds(80)), 0.02),
            fault("updates delayed", .delayUpdates(.milliseconds(900)), 0.005),
        ]
    }

    /// All but gaps that no difference fills: what was dropped before one could not be had any more.
    private static var untidiness: [(name: String, fault: LocalFault)] {
        [
            ("repeated unique ids", .untidy(.repeatedUniqueIDs, occurrence: .probability(0.2))),
            ("failing differences", .untidy(.failingDifferences, occurrence: .probability(0.05))),
            ("answers lost in a crowd", .untidy(.lostAnswers, occurrence: .probability(0.05))),
        ]
    }
}
