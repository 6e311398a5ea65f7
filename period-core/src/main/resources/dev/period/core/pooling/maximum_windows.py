x: Tensor -> Tensor
v = torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), $rows, $columns, torch.size(x, 3)])
p = torch.max_pool3d(torch.permute(v, [0, 4, 1, 2, 3]), [$kt, $kh, $kw], [$st, $sh, $sw])
return torch.flatten(torch.permute(p, [0, 2, 3, 4, 1]), 1, 3)
