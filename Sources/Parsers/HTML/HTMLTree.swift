// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A piece of HTML.
enum HTMLNode {
    /// Text whose white space counts as in HTML.
    case text(String)
    /// Text from character references, whose white space stays.
    case literal(String)
    case element(HTMLElement)
}

/// An element with what is inside.
struct HTMLElement {
    let name: String
    let attributes: [(name: String, value: String)]
    var children: [HTMLNode]

    func value(_ name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }
}

/// Builds the tree of lenient HTML.
enum HTMLTree {
    /// How deep elements nest; deeper ones are left out, and what is in them is kept.
    private static let depthLimit = 64

    private static let voidNames: Set<String> = ["br", "hr", "img", "input", "source", "wbr", "col", "meta", "link"]
    /// Elements that end when one of the second names begins, up to the container in the third.
    private static let impliedEnds: [String: (ends: Set<String>, container: Set<String>)] = [
        "li": (["li", "p"], ["ul", "ol"]),
        "tr": (["tr", "td", "th"], ["table"]),
        "td": (["td", "th"], ["tr", "table"]),
        "th": (["td", "th"], ["tr", "table"]),
        "p": (["p"], ["li", "td", "th", "blockquote", "details", "aside", "div"]),
    ]
    private static let endsParagraph: Set<String> = [
        "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table", "blockquote", "aside", "details", "hr",
        "footer",
        "figure", "div", "tg-collage", "tg-slideshow", "tg-math-block", "tg-map",
    ]

    static func parse(_ html: String) -> [HTMLNode] {
        parse(ByteText(html))
    }

    static func parse(_ markup: ByteText) -> [HTMLNode] {
        var tokenizer = HTMLTokenizer(markup)
        var stack = [HTMLElement(name: "", attributes: [], children: [])]
        func append(_ node: HTMLNode) { stack[stack.count - 1].children.append(node) }
        func pop(to depth: Int) {
            while stack.count > max(1, depth) { append(.element(stack.removeLast())) }
        }
        while let token = tokenizer.next() {
            switch token {
            case .text(let range): append(.text(markup.string(range)))
            case .characters(let text): append(.literal(text))
            case .nothing: break
            case .startTag(let name, let attributes, let isSelfClosing):
                let implied = impliedEnds[endsParagraph.contains(name) ? "p" : name]
                if let implied, let depth = depthOfEnd(in: stack, implied) { pop(to: depth) }
                let element = HTMLElement(name: name, attributes: attributes, children: [])
                if voidNames.contains(name) || isSelfClosing {
                    append(.element(element))
                } else if stack.count <= depthLimit {
                    stack.append(element)
                }
            case .endTag(let name):
                if let depth = stack.indices.dropFirst().last(where: { stack[$0].name == name }) { pop(to: depth) }
            }
        }
        pop(to: 1)
        return stack[0].children
    }

    /// The depth of the outermost element that has to end.
    private static func depthOfEnd(
        in stack: [HTMLElement], _ implied: (ends: Set<String>, container: Set<String>)
    ) -> Int? {
        var found: Int?
        for depth in stack.indices.dropFirst().reversed() {
            if implied.container.contains(stack[depth].name) { break }
            if implied.ends.contains(stack[depth].name) { found = depth }
        }
        return found
    }
}
