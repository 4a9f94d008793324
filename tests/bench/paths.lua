-- wrk: one path after the other, from the arguments behind --
local paths, at = {}, 0
function init(args)
    paths = args
end
function request()
    at = at % #paths + 1
    return wrk.format("GET", paths[at])
end
