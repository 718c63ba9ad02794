// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation

#if LIBFUZZER
/// The target that the environment variable `FUZZ_TARGET` names, for libFuzzer.
nonisolated(unsafe) private let chosen: FuzzTarget? = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? "tl"
    return try? FuzzTarget.all().first { $0.name == name }
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let chosen else { fatalError("FUZZ_TARGET names no target") }
    do {
        try chosen.run([UInt8](UnsafeBufferPointer(start: data, count: count)))
    } catch {
        fatalError("\(error)")
    }
    return 0
}
#else
/// Feeds damaged inputs to every reader of bytes from outside, for as long as it is told to.
///
/// `swift run -c release ExampleFuzz [--target NAME] [--seed N] [--seconds S]`
///
/// It prints how many inputs ran; a trap, a hang or a broken invariant ends it. The same seed gives the same inputs.
@main
struct FuzzMain {
    static func main() throws {
        var seed: UInt64 = 1
        var seconds = 10.0
        var name: String?
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--seed": seed = arguments.popFirst().flatMap { UInt64($0) } ?? 1
            case "--seconds": seconds = arguments.popFirst().flatMap { Double($0) } ?? 10
            case "--target": name = arguments.popFirst()
            default:
                print("usage: ExampleFuzz [--target NAME] [--seed N] [--seconds S]")
                exit(argument == "--help" ? 0 : 2)
            }
        }
        let targets = try FuzzTarget.all().filter { name == nil || $0.name == name }
        guard !targets.isEmpty else {
            print("there is no such target")
            exit(2)
        }
        for target in targets { try fuzz(target, seed: seed, seconds: seconds / Double(targets.count)) }
    }

    private static func fuzz(_ target: FuzzTarget, seed: UInt64, seconds: Double) throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var count: UInt64 = 0
        while clock.now < end {
            for _ in 0..<100 {
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
