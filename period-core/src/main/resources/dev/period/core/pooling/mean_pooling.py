x: Tensor -> Tensor
n = torch.size(x, 0)
v = torch.reshape(torch.permute(torch.reshape(x, [n, $grid, $grid, -1]), [3, 0, 1, 2]), [1, -1, n, $grid, $grid])
p = torch.avg_pool3d(v, [$kt, $kh, $kw], [$kt, $kh, $kw])
return torch.reshape(torch.permute(torch.squeeze(p, 0), [1, 2, 3, 0]), [-1, torch.size(x, 2)])
