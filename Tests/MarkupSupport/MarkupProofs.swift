// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramTestSupport

extension Proof {
    /// The proofs of the parsers.
    ///
    /// - Throws: An error if the vectors from which markup is damaged cannot be read.
    package static func ofMarkup() throws -> [Proof] {
        let corpus = try MarkupCorpus.read()
        return MarkupRoundTrip.all.map(\.proof) + [
            MarkupRoundTrip.invalidEntities, MarkupMutation(corpus: corpus).proof, RichRoundTrip.inline,
            RichRoundTrip.blocks, RichRoundTrip.damaged,
        ]
    }
}
