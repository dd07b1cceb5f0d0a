//! Random expressions of JSONata.

use super::chance::Chance;
use super::choice;
use super::known::Known;
use asl_types::Kinds;

/// What expressions are made from.
pub(crate) struct Maker<'m> {
    chance: &'m mut Chance,
    known: &'m Known,
    /// Names that the expression around binds, each to anything.
    bound: Vec<&'static str>,
}

impl<'m> Maker<'m> {
    pub(crate) fn new(chance: &'m mut Chance, known: &'m Known) -> Self {
        Self { chance, known, bound: Vec::new() }
    }

    /// An expression that likely gives one of some kinds.
    pub(crate) fn expression(&mut self, kinds: Kinds, depth: usize) -> String {
        if self.chance.in_hundred(3) {
            return "$states.input.nothing".to_owned();
        }
        if !self.bound.is_empty() && self.chance.in_hundred(40) {
            return (*self.chance.one(&self.bound)).to_owned();
        }
        if depth == 0 || self.chance.in_hundred(35) {
            let path = if self.chance.in_hundred(80) { self.known.path(self.chance, kinds) } else { None };
            return path.unwrap_or_else(|| self.literal(kinds));
        }
        let mut ways: Vec<fn(&mut Self, usize) -> String> = vec![Self::any];
        for (kind, way) in [
            (Kinds::NUMBER, Self::number as fn(&mut Self, usize) -> String),
            (Kinds::STRING, Self::string),
            (Kinds::BOOLEAN, Self::boolean),
            (Kinds::ARRAY, Self::array),
            (Kinds::OBJECT, Self::object),
        ] {
            if kinds.meets(kind) {
                ways.extend([way; 3]);
            }
        }
        let way = *self.chance.one(&ways);
        way(self, depth - 1)
    }

    fn literal(&mut self, kinds: Kinds) -> String {
        let mut literals: Vec<&str> = Vec::new();
        if kinds.meets(Kinds::NUMBER) {
            literals.extend(["0", "1", "2.5", "-1"]);
        }
        if kinds.meets(Kinds::STRING) {
            literals.extend(["'a'", "'a-b'", "''"]);
        }
        if kinds.meets(Kinds::BOOLEAN) {
            literals.extend(["true", "false"]);
        }
        if kinds.meets(Kinds::NULL) {
            literals.push("null");
        }
        if kinds.meets(Kinds::ARRAY) {
            literals.extend(["[1, 2]", "[]", "[1..3]", "['a', {'a': 1}]"]);
        }
        if kinds.meets(Kinds::OBJECT) {
            literals.extend(["{'a': 1, 'b': 'x'}", "{}"]);
        }
        (*self.chance.one(&literals)).to_owned()
    }

    fn number(&mut self, depth: usize) -> String {
        let (a, b) = (self.expression(Kinds::NUMBER, depth), self.expression(Kinds::NUMBER, depth));
        let (array, text) = (self.expression(Kinds::ARRAY, depth), self.expression(Kinds::STRING, depth));
        match self.chance.below(18) {
            0 | 1 => format!("({a}) + ({b})"),
            2 => format!("({a}) - ({b})"),
            3 => format!("({a}) * ({b})"),
            4 => format!("({a}) / 2"),
            5 => format!("({a}) % 3"),
            6 => format!("-({a})"),
            7 => format!("$sum({array})"),
            8 => format!("$count({array})"),
            9 => format!("$length({text})"),
            10 => format!("$number({text})"),
            11 => format!("$abs({a})"),
            12 => format!("$max({array})"),
            13 => format!("$round({a}, 1)"),
            14 => format!("$average({array})"),
            15 => format!("$power({a}, 2)"),
            16 => format!("$floor({a}) + $ceil({b})"),
            _ => "$random()".to_owned(),
        }
    }

    fn string(&mut self, depth: usize) -> String {
        let (a, any) = (self.expression(Kinds::STRING, depth), self.expression(Kinds::ALL, depth));
        let array = self.expression(Kinds::ARRAY, depth);
        match self.chance.below(17) {
            0 | 1 => format!("({a}) & ({any})"),
            2 => format!("$string({any})"),
            3 => format!("$uppercase({a})"),
            4 => format!("$substring({a}, 1)"),
            5 => format!("$join({array}, ',')"),
            6 => format!("$type({any})"),
            7 => format!("$substringBefore({a}, '-')"),
            8 => format!("$pad({a}, 5, '.')"),
            9 => format!("$trim({a})"),
            10 => format!("$replace({a}, 'a', 'b')"),
            11 => format!("$base64encode({a})"),
            12 => format!("$replace({a}, /[a-z]/, function($m) {{ $m.match & '!' }})"),
            13 => "$uuid()".to_owned(),
            14 => "$now()".to_owned(),
            15 => format!("$hash({a}, 'SHA-1')"),
            _ => format!("$lowercase({a})"),
        }
    }

    fn boolean(&mut self, depth: usize) -> String {
        let (x, y) = (self.expression(Kinds::ALL, depth), self.expression(Kinds::ALL, depth));
        let (a, b) = (self.expression(Kinds::NUMBER, depth), self.expression(Kinds::NUMBER, depth));
        let array = self.expression(Kinds::ARRAY, depth);
        match self.chance.below(12) {
            0 => format!("({x}) = ({y})"),
            1 => format!("({x}) != ({y})"),
            2 => format!("({a}) < ({b})"),
            3 => format!("({a}) >= ({b})"),
            4 => format!("({x}) in ({array})"),
            5 => format!("$exists({x})"),
            6 => format!("({x}) and ({y})"),
            7 => format!("({x}) or ({y})"),
            8 => format!("$not({x})"),
            9 => format!("$boolean({x})"),
            10 => format!("$contains({}, 'a')", self.expression(Kinds::STRING, depth)),
            _ => format!("$type({x}) = 'string'"),
        }
    }

    fn array(&mut self, depth: usize) -> String {
        let (array, x) = (self.expression(Kinds::ARRAY, depth), self.expression(Kinds::ALL, depth));
        match self.chance.below(22) {
            0 => format!("[{x}, {array}]"),
            1 => format!("[{x}]"),
            2 => format!("[{}..$count({array})]", self.chance.below(3)),
            3 => format!("({array})[$ = 1]"),
            4 => format!("({array}).({})", self.within(&["$"], depth)),
            5 => format!("$map({array}, function($v) {{ {} }})", self.within(&["$v"], depth)),
            6 => format!("$map({array}, function($v, $i) {{ {} }})", self.within(&["$v", "$i"], depth)),
            7 => format!("$filter({array}, function($v) {{ {} }})", self.within(&["$v"], depth)),
            8 => format!("$append({array}, {x})"),
            9 => format!("$keys({})", self.expression(Kinds::OBJECT, depth)),
            10 => format!("$split({}, '-')", self.expression(Kinds::STRING, depth)),
            11 => format!("$distinct({array})"),
            12 => format!("$reverse({array})"),
            13 => format!("$sort({array})"),
            14 => "$range(1, 5, 2)".to_owned(),
            15 => format!("$partition({array}, 2)"),
            16 => format!("({}).*", self.expression(Kinds::OBJECT, depth)),
            17 => format!("$spread({})", self.expression(Kinds::OBJECT, depth)),
            18 => format!("$zip({array}, [1, 2])"),
            19 => format!("({array})^($)"),
            20 => format!("({array}).a[]"),
            _ => format!("$each({}, function($v, $k) {{ $k }})", self.expression(Kinds::OBJECT, depth)),
        }
    }

    fn object(&mut self, depth: usize) -> String {
        let (object, x) = (self.expression(Kinds::OBJECT, depth), self.expression(Kinds::ALL, depth));
        match self.chance.below(9) {
            0 | 1 => format!("{{'a': {x}, 'b': {}}}", self.expression(Kinds::ALL, depth)),
            2 => format!("$merge([{object}, {{'n': {x}}}])"),
            3 => format!("({object}) ~> |$|{{'n': 1}}|"),
            4 => format!("({object}) ~> |$|{{}}, ['a']|"),
            5 => format!("$sift({object}, function($v) {{ {} }})", self.within(&["$v"], depth)),
            6 => format!("({}){{$string($): {x}}}", self.expression(Kinds::ARRAY, depth)),
            7 => format!("{{$string({x}): 1}}"),
            _ => format!("$merge({})", self.expression(Kinds::ARRAY, depth)),
        }
    }

    fn any(&mut self, depth: usize) -> String {
        let (x, y) = (self.expression(Kinds::ALL, depth), self.expression(Kinds::ALL, depth));
        let (array, object) = (self.expression(Kinds::ARRAY, depth), self.expression(Kinds::OBJECT, depth));
        let name = *self.chance.one(&["a", "b", "n", "id", "nothing"]);
        match self.chance.below(22) {
            0 | 1 => format!("{} ? {x} : {y}", self.expression(Kinds::BOOLEAN, depth)),
            2 => format!("{} ? {x}", self.expression(Kinds::BOOLEAN, depth)),
            3 => format!("($x := {x}; {})", self.within(&["$x"], depth)),
            4 => format!("$reduce({array}, function($a, $b) {{ {} }})", self.within(&["$a", "$b"], depth)),
            5 => format!("$reduce({array}, function($a, $b) {{ {} }}, {x})", self.within(&["$a", "$b"], depth)),
            6 => format!("({object}).{name}"),
            7 => format!("({array}).{name}"),
            8 => format!("({array})[0]"),
            9 => format!("({array})[-1]"),
            10 => format!("$lookup({object}, '{name}')"),
            11 => format!("$parse($string({x}))"),
            12 => format!("({x}) ~> $string"),
            13 => format!("({array})[{name} = {y}]"),
            14 => format!("({object}).**"),
            15 => format!("$single({array}, function($v) {{ {} }})", self.within(&["$v"], depth)),
            16 => format!("(function($p) {{ {} }})({x})", self.within(&["$p"], depth)),
            17 => format!("({array})@$i.({})", self.within(&["$i"], depth)),
            18 => {
                let sometimes = self.expression(Kinds::BOOLEAN, depth);
                format!("($x := {x}; {sometimes} ? $x := {y}; {})", self.within(&["$x"], depth))
            }
            19 | 20 => {
                let place = choice::place(self.chance, self.known);
                let question = choice::question_of(self.chance, &place);
                let [then, other] = if self.chance.in_hundred(70) { [&place.text, &y] } else { [&x, &place.text] };
                format!("({question} ? {then} : {other})")
            }
            _ => format!("({array}){{{name}: $}}"),
        }
    }

    /// An expression where some names are bound.
    fn within(&mut self, names: &[&'static str], depth: usize) -> String {
        let outer = self.bound.len();
        self.bound.extend(names);
        let text = self.expression(Kinds::ALL, depth);
        self.bound.truncate(outer);
        text
    }
}
