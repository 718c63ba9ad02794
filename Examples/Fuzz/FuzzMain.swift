// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation

#if LIBFUZZER
/// libFuzzer's own main function.
///
/// It is called rather than linked as such: the package manager renames `main`, and its option for libFuzzer would give
/// the schema compiler a second one.
@_silgen_name("LLVMFuzzerRunDriver")
private func runLibFuzzer(
    _ argumentCount: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Hands the target that the environment variable `FUZZ_TARGET` names to libFuzzer, with the arguments of the command.
@main
struct FuzzMain {
    nonisolated(unsafe) private static let chosen: FuzzTarget? = {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? "tl"
        return try? FuzzTarget.all().first { $0.name == name }
    }()

    static func main() {
        guard chosen != nil else { fatalError("FUZZ_TARGET names no target") }
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(
            runLibFuzzer(&count, &arguments) { data, count in
                do {
                    try FuzzMain.chosen?.run([UInt8](UnsafeBufferPointer(start: data, count: count)))
                } catch {
                    fatalError("\(error)")
                }
                return 0
            })
    }
}
#else
/// Feeds damaged inputs to every reader of bytes from outside, for as long as it is told to or as many as it is told.
///
/// `swift run -c release ExampleFuzz [--target NAME] [--seed N] [--seconds S | --inputs N]`
///
/// Seconds and inputs are shared out evenly among the targets.
/// It prints how many inputs ran; a trap, a hang or a broken invariant ends it. The same seed gives the same inputs.
@main
struct FuzzMain {
    static func main() throws {
        var seed: UInt64 = 1
        var seconds = 10.0
        var inputs: UInt64?
        var name: String?
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--seed": seed = arguments.popFirst().flatMap { UInt64($0) } ?? 1
            case "--seconds": seconds = arguments.popFirst().flatMap { Double($0) } ?? 10
            case "--inputs": inputs = arguments.popFirst().flatMap { UInt64($0) }
            case "--target": name = arguments.popFirst()
            default:
                print("usage: ExampleFuzz [--target NAME] [--seed N] [--seconds S | --inputs N]")
                exit(argument == "--help" ? 0 : 2)
            }
        }
        let targets = try FuzzTarget.all().filter { name == nil || $0.name == name }
        guard !targets.isEmpty else {
            print("there is no such target")
            exit(2)
        }
        let share = UInt64(targets.count)
        for target in targets {
            if let inputs {
                try fuzz(target, seed: seed, inputs: (inputs + share - 1) / share, seconds: .infinity)
            } else {
                try fuzz(target, seed: seed, inputs: .max, seconds: seconds / Double(share))
            }
        }
    }

    private static func fuzz(_ target: FuzzTarget, seed: UInt64, inputs: UInt64, seconds: Double) throws {
        let clock = ContinuousClock()
        let start = clock.now
        var count: UInt64 = 0
        while count < inputs, (clock.now - start) / .seconds(1) < seconds {
            for _ in 0..<min(100, inputs - count) {
                // Every input has a generator of its own, so that one can be made again without those before it.
                var generator = SeededGenerator(seed: seed &+ count &* 0x9E37_79B9_7F4A_7C15)
                let input = target.makeInput(&generator)
                do {
                    try target.run(input)
                } catch {
                    print("\(target.name): seed \(seed), input \(count): \(error)\n\(input.hex)")
                    exit(1)
                }
                count += 1
            }
        }
        print("\(target.name): \(count) inputs from seed \(seed), none trapped")
    }
}
#endif
